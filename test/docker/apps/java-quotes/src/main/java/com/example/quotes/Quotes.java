package com.example.quotes;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Serves a quotation as JSON. */
public final class Quotes {
    public static void main(String[] words) throws IOException {
        byte[] text = Quotes.class.getResourceAsStream("/quote.txt").readAllBytes();
        String quote = new Gson().toJson(Map.of("quote", new String(text, StandardCharsets.UTF_8).trim()));
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/actuator/health", call -> answer(call, "{\"status\":\"UP\"}"));
        server.createContext("/quote", call -> answer(call, quote));
        server.start();
    }

    private static void answer(com.sun.net.httpserver.HttpExchange call, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(200, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }
}
