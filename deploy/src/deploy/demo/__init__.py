"""The demo: one request of a made-up citizen, played through the real pages as its people would."""
