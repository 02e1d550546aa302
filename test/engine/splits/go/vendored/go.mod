module example.com/shop

go 1.26

require (
	example.com/greeting v0.0.0
)
