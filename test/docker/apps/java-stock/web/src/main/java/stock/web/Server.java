package stock.web;

import com.sun.net.httpserver.HttpServer;
import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.util.Properties;
import stock.Stock;

public final class Server {
    public static void main(String[] words) throws Exception {
        Properties settings = new Properties();
        settings.load(new FileInputStream(words[0]));
        String greeting = new String(Server.class.getResourceAsStream("/greeting.txt").readAllBytes()).trim();
        Stock stock = new Stock();
        int start = Integer.parseInt(settings.getProperty("start"));
        HttpServer server = HttpServer.create(new InetSocketAddress(8085), 0);
        server.createContext("/", call -> {
            String path = call.getRequestURI().getPath();
            String body = path.equals("/health") ? "ok\n" : greeting + " " + stock.take(path.substring(1), start) + "\n";
            call.sendResponseHeaders(200, body.length());
            call.getResponseBody().write(body.getBytes());
            call.close();
        });
        server.start();
    }
}
