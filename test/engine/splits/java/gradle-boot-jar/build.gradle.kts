plugins { id("org.springframework.boot") version "3.2.0" }
version = "0.1"
