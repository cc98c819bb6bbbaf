"""An invented group with four years behind it, to look at Copse with. All its people and words are made up."""
