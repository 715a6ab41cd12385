"""补正 (条例第三十条): what is wanting is told once; it comes, or the time for it passes."""
