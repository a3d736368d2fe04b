package io.sidestat.collector.cli;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Verdicts as JUnit's XML, which pipelines show: a test case for each objective of each endpoint. A
 * violated one has failed; of one that nothing can be said of it is an error.
 */
final class JUnitReport {
  private JUnitReport() {}

  static String of(VerifyReport report) {
    try {
      StringWriter text = new StringWriter();
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      List<ResultText> texts = report.texts();
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "objectives");
      xml.writeAttribute("tests", Integer.toString(texts.size()));
      xml.writeAttribute("failures", count(texts, "VIOLATED"));
      xml.writeAttribute(
          "errors",
          Long.toString(
              texts.stream()
                  .filter(one -> !one.isFine() && !one.verdict().equals("VIOLATED"))
                  .count()));
      xml.writeAttribute("skipped", count(texts, "idle"));
      for (ResultText one : texts) {
        xml.writeCharacters("\n  ");
        testCase(xml, one);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      return text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML cannot be written into memory", e);
    }
  }

  private static String count(List<ResultText> texts, String verdict) {
    return Long.toString(texts.stream().filter(one -> one.verdict().equals(verdict)).count());
  }

  private static void testCase(XMLStreamWriter xml, ResultText one) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", one.service() + "." + one.environment());
    xml.writeAttribute("name", one.endpoint() + " " + one.objective());
    xml.writeAttribute(
        "time", String.format(Locale.ROOT, "%d", one.result().range().length().toSeconds()));
    if (one.verdict().equals("idle")) {
      xml.writeEmptyElement("skipped");
    } else if (!one.isFine()) {
      xml.writeStartElement(one.verdict().equals("VIOLATED") ? "failure" : "error");
      xml.writeAttribute("message", one.sentence());
      xml.writeAttribute("type", one.verdict());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }
}
