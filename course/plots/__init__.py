"""Figures in one visual language; each is first a table (`timeline_layers`), then a drawing (`timeline`)."""
