package io.sidestat.client.servlet;

import io.sidestat.client.HttpMetrics;
import io.sidestat.client.SidestatClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** An application as users write them, with the filter registered as the docs say. */
@SpringBootConfiguration
@EnableAutoConfiguration
class SpringBootApplication {

  static final long ASYNC_MILLIS = 60;

  @Bean
  SidestatClient sidestatClient(@Value("${statsd.port}") int port) {
    return SidestatClient.builder()
        .host("127.0.0.1")
        .port(port)
        .tag("Environment", "staging")
        .linger(Duration.ofMillis(10))
        .build();
  }

  @Bean
  HttpMetrics httpMetrics(SidestatClient client) {
    return HttpMetrics.of(client);
  }

  @Bean
  FilterRegistrationBean<JakartaMetricsFilter> metricsFilter(HttpMetrics metrics) {
    FilterRegistrationBean<JakartaMetricsFilter> registration =
        new FilterRegistrationBean<>(new JakartaMetricsFilter(metrics));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  RouterFunction<ServerResponse> functionalRoute() {
    return RouterFunctions.route()
        .GET("/functions/{name}", request -> ServerResponse.ok().body("function"))
        .build();
  }

  /** One way of each to end a request. */
  @RestController
  static class Routes {

    /** Handled below. */
    static final class HandledException extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    @GetMapping("/users/{id}")
    String user(@PathVariable String id) {
      switch (id) {
        case "none" -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        case "broken" -> throw new IllegalStateException("thrown on purpose");
        case "busy" -> throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
        case "handled" -> throw new HandledException();
        default -> {
          return "user " + id;
        }
      }
    }

    @ExceptionHandler
    ResponseEntity<String> handled(HandledException problem) {
      return ResponseEntity.status(HttpStatus.CONFLICT).body("handled");
    }

    @PostMapping("/users")
    ResponseEntity<String> add() {
      return ResponseEntity.status(HttpStatus.CREATED).body("added");
    }

    @GetMapping("/quick/{id}")
    Callable<String> quick(@PathVariable String id) {
      return () -> "quick " + id;
    }

    @GetMapping("/slow/{id}")
    Callable<String> slow(@PathVariable String id) {
      return () -> {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ASYNC_MILLIS);
        while (System.nanoTime() < end) {
          LockSupport.parkNanos(end - System.nanoTime());
        }
        if (id.equals("broken")) {
          throw new IllegalStateException("thrown on purpose");
        }
        return "slow " + id;
      };
    }

    @GetMapping("/never/{id}")
    DeferredResult<String> never(@PathVariable String id) {
      return new DeferredResult<>(ASYNC_MILLIS);
    }
  }
}
