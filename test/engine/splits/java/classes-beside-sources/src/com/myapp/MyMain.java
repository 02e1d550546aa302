class MyMain {}
