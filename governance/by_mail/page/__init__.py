"""What a mail names, and what its reader can do about it on the page that opens without a password."""
