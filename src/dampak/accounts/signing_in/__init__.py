"""How people come in: passwords, second factors, passkeys, the government's sign-in, sessions."""
