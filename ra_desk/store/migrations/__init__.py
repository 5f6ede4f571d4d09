"""How older stores become newer ones; run by ``engine`` at every opening, in one transaction."""
