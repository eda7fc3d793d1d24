"""The sample organisation's mail, made by the program: the same every time, dated back from the day of its making."""
