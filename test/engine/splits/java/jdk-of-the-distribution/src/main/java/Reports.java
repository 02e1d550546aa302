class Reports {}
