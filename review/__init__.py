"""How people decide about flags; the web page will live here."""
