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
      boolean asked = report.failure().isEmpty();
      xml.writeAttribute("tests", Integer.toString(asked ? texts.size() : 1));
      xml.writeAttribute("failures", count(texts, "VIOLATED"));
      xml.writeAttribute("errors", asked ? errors(texts) : "1");
      xml.writeAttribute("skipped", count(texts, "idle"));
      if (!asked) {
        xml.writeCharacters("\n  ");
        notAsked(xml, report.failure());
      }
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

  private static String errors(List<ResultText> texts) {
    return Long.toString(
        texts.stream().filter(one -> !one.isFine() && !one.verdict().equals("VIOLATED")).count());
  }

  private static void notAsked(XMLStreamWriter xml, String why) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "sidestat");
    xml.writeAttribute("name", "objectives can be asked for");
    xml.writeStartElement("error");
    xml.writeAttribute("message", why);
    xml.writeAttribute("type", "not asked");
    xml.writeEndElement();
    xml.writeEndElement();
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
