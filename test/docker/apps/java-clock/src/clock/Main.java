package clock;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Properties;

public final class Main {
    public static void main(String[] words) throws Exception {
        Properties settings = new Properties();
        settings.load(Main.class.getResourceAsStream("/clock.properties"));
        var format = DateTimeFormatter.ofPattern(settings.getProperty("pattern")).withZone(ZoneId.of("Europe/Lisbon"));
        HttpServer server = HttpServer.create(new InetSocketAddress(8090), 0);
        server.createContext("/", call -> {
            String body = call.getRequestURI().getPath().equals("/health") ? "up\n" : format.format(Instant.EPOCH) + "\n";
            call.sendResponseHeaders(200, body.length());
            call.getResponseBody().write(body.getBytes());
            call.close();
        });
        server.start();
    }
}
