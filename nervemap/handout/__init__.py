"""How it is shown on paper: pictures of the map (and later the page)."""
