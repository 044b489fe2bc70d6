/**
 * The conformance suite, tests/cases: it runs wherever the package does, in Node and in
 * browsers, with the cases and the records as values.
 */

/** The fleet's own time. */
const NOW = "2024-07-11T00:00:00Z";

const encoder = new TextEncoder();

/** The place in UTF-16 of each byte of a text where a character begins. */
function places(text) {
  const places = new Map([[0, 0]]);
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    bytes += encoder.encode(character).length;
    units += character.length;
    places.set(bytes, units);
  }
  return (span) => span.map((at) => places.get(at));
}

/** As JSON whose keys are in order: equal values have one text. */
function canonical(value) {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What does not hold of a case. */
class Findings {
  list = [];

  compare(what, expected, found) {
    if (canonical(expected) === canonical(found)) return;
    this.list.push(`${what}: expected ${canonical(expected)}, found ${canonical(found)}`);
  }
}

const certain = (fix) => fix.applicability === "certain";

export class Suite {
  #api;
  #fleet;

  /** @param records the fixture fleet: activities, computers, searches and accessGroups */
  constructor(api, records) {
    this.#api = api;
    this.#fleet = api.Fleet === undefined ? undefined : new api.Fleet(records);
  }

  /** What does not hold of the cases of a file, and how many there are. */
  run(file, cases) {
    const check = this[file] ?? this.query;
    const failures = [];
    let count = 0;
    for (const own of cases) {
      count += 1;
      const findings = new Findings();
      try {
        check.call(this, own, findings);
      } catch (error) {
        findings.list.push(String(error?.stack ?? error));
      }
      const title = own.name ?? own.text ?? own.marked ?? own.query;
      failures.push(...findings.list.map((finding) => `${title}: ${finding}`));
    }
    return { count, failures };
  }

  /** What texts mean. */
  query(own, findings) {
    const { language = "activity", query: text } = own;
    const of = { language };
    const at = places(text);
    const places16 = (list) => list.map(({ code, span }) => ({ code, span: at(span) }));
    const found = (list) => list.map(({ code, span }) => ({ code, span }));
    const parsed = this.#api.parse(text, of);
    const diagnostics = parsed.ok ? parsed.warnings : parsed.diagnostics;
    findings.compare("canonical", own.canonical, parsed.canonical);
    findings.compare("strictly", diagnostics, this.#api.check(text, of));
    if (parsed.ok) {
      findings.compare("diagnostics", [], own.diagnostics ?? []);
      findings.compare("warnings", places16(own.warnings ?? []), found(parsed.warnings));
      findings.compare("tree", JSON.parse(own.tree), parsed.tree);
      const again = this.#api.parse(parsed.canonical, of);
      findings.compare("read again", [parsed.canonical, parsed.tree], [again.canonical, again.tree]);
      this.#records(own, at, findings);
    } else {
      findings.compare("diagnostics", places16(own.diagnostics ?? []), found(diagnostics));
    }
    findings.compare("fixed", own.fixed, this.#fixed(text, diagnostics));
    const guesses = diagnostics.flatMap(({ fixes }) => fixes.filter((fix) => !certain(fix)));
    findings.compare("guesses", own.guesses ?? [], guesses.map((fix) => this.#api.apply(text, fix)));
    if (own.lints === undefined) return;
    const lints = this.#api.lint(text, of);
    findings.compare(
      "lints",
      own.lints.map(({ code, span, fixes = [] }) => ({ code, span: at(span), fixes })),
      lints.map(({ code, span, fixes }) => {
        return { code, span, fixes: fixes.map((fix) => this.#api.apply(text, fix)) };
      }),
    );
    findings.compare("tidied", own.tidied, this.#fixed(text, lints));
  }

  /** The text after all certain fixes, if there is one; those of a text don't overlap. */
  #fixed(text, diagnostics) {
    const fixes = diagnostics.flatMap(({ fixes }) => fixes.filter(certain).slice(0, 1));
    if (fixes.length === 0) return undefined;
    const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => a.span[0] - b.span[0]);
    return this.#api.apply(text, { edits });
  }

  #records(own, at, findings) {
    if (this.#fleet === undefined) return;
    const ofComputers = own.language === "computer";
    const answer = ofComputers
      ? this.#fleet.findComputers(own.query, { now: NOW })
      : this.#fleet.find(own.query, { now: NOW, limit: 10_000 });
    if (!answer.ok) {
      const expected = (own.resolution ?? []).map(({ code, span }) => ({ code, span: at(span) }));
      findings.compare("resolution", expected, answer.diagnostics.map(({ code, span }) => ({ code, span })));
      findings.compare("ids", own.ids, undefined);
      return;
    }
    if (own.ids === undefined && own.resolution === undefined) return;
    const ids = answer.ids.map(BigInt).sort((a, b) => (a < b ? -1 : 1));
    findings.compare("ids", own.ids.map(String), ids.map(String));
    const counts = this.#fleet.count(own.query, { now: NOW, language: own.language });
    findings.compare("count", ids.length, counts.matches);
  }

  completion(own, findings) {
    const { language, marked } = own;
    const cursor = marked.indexOf("|");
    const text = marked.replace("|", "");
    const values = (wanted) => own.values[wanted.language]?.[wanted.field ?? ""] ?? [];
    const { span, items } = this.#api.complete(text, cursor, { language, values, now: own.now });
    findings.compare("replaces", own.replaces, text.slice(...span));
    const texts = items.map((item) => item.text);
    const expected = own.items ?? own.first;
    findings.compare("items", expected, own.items === undefined ? texts.slice(0, own.first.length) : texts);
  }

  highlight(own, findings) {
    const parts = this.#api.highlight(own.text, { language: own.language });
    findings.compare("whole", own.text, parts.map(({ span }) => own.text.slice(...span)).join(""));
    const seen = parts.filter((part) => part.class !== "blank");
    findings.compare("parts", own.parts, seen.map((part) => `${part.class} ${own.text.slice(...part.span)}`));
  }

  explanation(own, findings) {
    if (this.#fleet === undefined) return;
    const { language, query } = own;
    const answer = this.#fleet.explain(query, own.record, { language, now: NOW });
    findings.compare("matches", own.matches, answer.matches);
    const deciding = answer.parts.filter((part) => part.deciding);
    findings.compare("deciding", own.deciding, deciding.map(({ span }) => query.slice(...span)));
    findings.compare("found", own.found, deciding.map(({ found }) => found));
  }

  edit(own, findings) {
    const { language, text, edited } = own;
    const kind = ["add", "remove", "toggle", "set", "clear"].find((kind) => own[kind] !== undefined);
    const answer = this.#api[kind](text, own[kind], { language });
    findings.compare(kind, edited, answer.ok ? answer.text : undefined);
    if (!answer.ok) return findings.compare("mistakes", true, answer.diagnostics.length > 0);
    findings.compare("edits", answer.text, this.#api.apply(text, answer));
    if (kind === "add") findings.compare("has", true, this.#api.has(answer.text, own.add, { language }).has);
  }

  slips(own, findings) {
    const { language, text } = own;
    const found = this.#api.lint(text, { language });
    const isError = found.some(({ severity }) => severity === "error");
    findings.compare("outcome", own.outcome, isError ? "error" : found.length > 0 ? "warning" : "ok");
    findings.compare("spans", (own.spans ?? []).map(places(text)), found.map(({ span }) => span));
    const shown = found.flatMap(({ message, fixes }) => [message, ...fixes.map((fix) => this.#api.apply(text, fix))]);
    const missed = (own.shows ?? []).filter((part) => !shown.some((one) => one.includes(part)));
    findings.compare("shows", [], missed);
    findings.compare("fixed", own.fixed ?? text, this.#api.fix(text, { language }).text);
  }

  limits(own, findings) {
    const { query, length, depth, terms, diagnostics } = own;
    const given = Object.entries({ length, depth, terms, diagnostics }).filter(([, limit]) => limit !== undefined);
    const parsed = this.#api.parse(query, { limits: Object.fromEntries(given) });
    const at = places(query);
    const errors = parsed.ok ? [] : parsed.diagnostics.filter(({ severity }) => severity === "error");
    const expected = (own.mistakes ?? []).map(([code, ...span]) => [code, ...at(span)]);
    findings.compare("mistakes", expected, errors.map(({ code, span }) => [code, ...span]));
  }

  portable(own, findings) {
    const answer = this.#api.portable(own.query, { most: own.most });
    findings.compare("portable", own.portable, answer.ok ? answer.text : undefined);
    const refused = answer.ok || answer.span === null ? undefined : own.query.slice(...answer.span);
    findings.compare("refused", own.refused, refused);
  }

  pages(own, findings) {
    if (this.#fleet === undefined) return;
    const order = own.oldest_first ? "oldest-first" : "newest-first";
    const request = { now: NOW, limit: own.limit, offset: own.offset, order };
    const page = this.#fleet.find(own.query, { ...request, count: true });
    const ids = (page) => page.ids;
    findings.compare("ids", own.ids.map(String), ids(page));

    findings.compare("total", own.total, page.total);
    const next = page.next === undefined ? undefined : { ...request, offset: 0, after: page.next };
    findings.compare("next", own.next?.map(String), next && ids(this.#fleet.find(own.query, next)));
  }
}
