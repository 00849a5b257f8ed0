"""Five questions a quarter: whoever takes part answers them, and what is told gives nobody's answer away."""
