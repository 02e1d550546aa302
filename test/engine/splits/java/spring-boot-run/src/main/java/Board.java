class Board {}
