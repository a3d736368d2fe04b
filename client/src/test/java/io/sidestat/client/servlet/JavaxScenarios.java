package io.sidestat.client.servlet;

import java.io.IOException;
import javax.servlet.AsyncContext;
import javax.servlet.DispatcherType;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The application of the tests: does what the parameter {@code do} says. */
@SuppressWarnings("serial") // Nobody serializes it.
final class JavaxScenarios extends HttpServlet {

  private final Trace trace;

  JavaxScenarios(Trace trace) {
    this.trace = trace;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String scenario = String.valueOf(request.getParameter("do"));
    attribute(request, MeasuredRequest.SPRING_ATTRIBUTE, "spring");
    attribute(request, JavaxMetricsFilter.ENDPOINT_ATTRIBUTE, "named");
    if (scenario.startsWith("async")) {
      async(scenario, request, response);
      return;
    }
    switch (scenario) {
      case "status" -> response.setStatus(code(request));
      case "error" -> response.sendError(code(request));
      case "forward" ->
          request.getRequestDispatcher("/do/inner?do=status&code=203").forward(request, response);
      case "throw-io" -> throw trace.throwing(new IOException("mine"));
      case "throw-servlet" -> throw trace.throwing(new ServletException("mine"));
      case "throw-runtime" -> throw trace.throwing(new IllegalStateException("mine"));
      case "throw-error" -> throw trace.throwing(new AssertionError("mine"));
      case "throw-late" -> {
        response.getWriter().print("half");
        response.flushBuffer();
        throw trace.throwing(new IOException("mine"));
      }
      default -> response.getWriter().print("hello");
    }
  }

  private void async(String scenario, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean again = request.getDispatcherType() == DispatcherType.ASYNC;
    if (again && !scenario.equals("async-twice")) {
      request.setAttribute(MeasuredRequest.SPRING_ATTRIBUTE, "/another/route");
      if (scenario.equals("async-throw")) {
        throw trace.throwing(new IllegalStateException("mine"));
      }
      response.setStatus(code(request));
      return;
    }
    AsyncContext context = request.startAsync();
    switch (scenario) {
      case "async-complete" -> trace.later(() -> complete(context, response, code(request)));
      case "async-complete-early" -> complete(context, response, code(request));
      case "async-dispatch", "async-throw" -> trace.later(context::dispatch);
      case "async-dispatch-early" -> context.dispatch();
      case "async-twice" -> {
        if (again) {
          trace.later(() -> complete(context, response, code(request)));
        } else {
          trace.later(context::dispatch);
        }
      }
      case "async-timeout" -> context.setTimeout(Trace.ASYNC_MILLIS);
      default -> throw new IOException("no such scenario: " + scenario);
    }
  }

  private static void complete(AsyncContext context, HttpServletResponse response, int status) {
    response.setStatus(status);
    context.complete();
  }

  private static int code(HttpServletRequest request) {
    return Integer.parseInt(request.getParameter("code"));
  }

  private static void attribute(HttpServletRequest request, String name, String parameter) {
    String value = request.getParameter(parameter);
    if (value != null) {
      request.setAttribute(name, value);
    }
  }
}
