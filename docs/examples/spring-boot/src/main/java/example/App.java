package example;

import io.sidestat.client.HttpMetrics;
import io.sidestat.client.SidestatClient;
import io.sidestat.client.servlet.JakartaMetricsFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** A Spring Boot app, measured by a filter before all others. */
@SpringBootApplication
@RestController
public class App {
  @Bean(destroyMethod = "close")
  SidestatClient sidestatClient() {
    return SidestatClient.builder().build();
  }

  @Bean
  FilterRegistrationBean<JakartaMetricsFilter> metricsFilter(SidestatClient client) {
    FilterRegistrationBean<JakartaMetricsFilter> registration =
        new FilterRegistrationBean<>(new JakartaMetricsFilter(HttpMetrics.of(client)));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration; // all paths and async-supported by default
  }

  @GetMapping("/users/{id}")
  String user(@PathVariable String id) {
    if (id.equals("broken")) {
      throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
    }
    return "user " + id;
  }

  public static void main(String[] arguments) {
    SpringApplication.run(App.class, arguments);
  }
}
