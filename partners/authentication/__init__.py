"""How people come in: passwords, codes, passkeys, single sign-on; how long they stay, and what is kept of it."""
