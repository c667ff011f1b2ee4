package com.example.shop.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;

/** Serves /health and the customers known so far. */
public final class AccountService {
    private static final Map<String, String> CUSTOMERS = Map.of("c-1", "Ada", "c-2", "Grace");

    private AccountService() {}

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/health", exchange -> respond(exchange, 200, "{\"service\":\"account-service\",\"status\":\"ok\"}"));
        server.createContext("/customers/", AccountService::customer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private static void customer(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/customers/".length());
        String name = CUSTOMERS.get(id);
        if (name == null) {
            respond(exchange, 404, "{\"error\":\"no such customer\"}");
            return;
        }
        respond(exchange, 200, "{\"name\":\"" + name + "\"}");
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
