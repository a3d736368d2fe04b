package io.sidestat.client.servlet;

class JavaxMetricsFilterTest extends MetricsFilterContract {

  JavaxMetricsFilterTest() {
    super(JavaxServer::new);
  }
}
