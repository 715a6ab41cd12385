"""The commands of reporting: `lantai audit …` and `lantai report …`."""
