import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.RuleCompiler;

/** EventBridge's own matcher over our patterns: Match PATTERNS CASES. */
public class Match {
  public static void main(String[] args) throws Exception {
    Machine machine = new Machine();
    List<Path> patterns;
    try (var found = Files.list(Path.of(args[0]))) {
      patterns = found.sorted().toList();
    }
    for (Path pattern : patterns) {
      String json = Files.readString(pattern);
      String wrong = RuleCompiler.check(json);
      if (wrong != null) throw new IllegalStateException(pattern + ": " + wrong);
      if (json.length() > 2048) throw new IllegalStateException(pattern + ": " + json.length() + " characters");
      machine.addRule(pattern.getFileName().toString(), json);
    }
    int wanted = 0;
    int unwanted = 0;
    int wrong = 0;
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      String[] fields = line.split("\t", 3);
      boolean expected = Boolean.parseBoolean(fields[0]);
      boolean matched = !machine.rulesForJSONEvent(fields[2]).isEmpty();
      if (expected) wanted++;
      else unwanted++;
      if (matched != expected) {
        wrong++;
        System.err.println(fields[1] + (matched ? ": matched" : ": not matched"));
      }
    }
    System.out.println(patterns.size() + " patterns: " + wanted + " events wanted, " + unwanted + " not, " + wrong + " wrong");
    if (wrong > 0 || wanted == 0 || unwanted == 0) System.exit(1);
  }
}
