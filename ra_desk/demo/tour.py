"""The tour: the main job done by itself, with real widgets, as a clerk and a citizen would."""
