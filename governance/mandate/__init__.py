"""What a partner is trusted with, what our side opened up and owes for it, and what either side bets on."""
