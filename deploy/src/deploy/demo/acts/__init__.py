"""What the people of the scripted year do on the pages."""
