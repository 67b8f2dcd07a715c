// Claims in lessons: a table, a number with a unit, or "measured" needs a proof, in a comment that readers don't see:
//
//   node-redis 6 gives up on a command after 5 s.
//
//   {/* proof: test/facts/outage.test.ts › by default it ends 5 s later */}
//
// A proof is the name of a test (or how it begins), a heading of bench/MEASURED.md, a source of the lesson's frontmatter, or the id of
// an experiment on the same page, whose check the tests run. It stands right behind the claim.

export interface Claim {
  /** The line of the file, from 1, on which it begins. */
  line: number;
  text: string;
  proofs: string[];
}

/** What proofs are looked up in. */
export interface Proofs {
  /** The text of a file of the repository; undefined if there is none. */
  read: (path: string) => string | undefined;
}

const quantity =
  /(?<![\w.])\d[\d,. \u00a0]*(?:ms|s|min|bytes?|KB|MB|GB|%|seconds?|minutes?|times)\b|\d[ \u00a0]?(?:毫秒|秒|分钟|字节|倍|次)|\bmeasured\b|实测|测试中|测过/i;
const proofComment = /^\{\/\* proof: (.+?) \*\/\}$/;

/** Finds all claims of a page, each with its proofs. */
export function claimsIn(text: string): Claim[] {
  const claims: Claim[] = [];
  let latest: Claim | undefined;
  for (const { line, lines } of blocksOf(text)) {
    const proofs = lines.flatMap((one) => proofComment.exec(one.trim())?.[1] ?? []);
    if (proofs.length > 0) {
      if (latest) latest.proofs.push(...proofs);
      else claims.push({ line, text: "(nothing)", proofs });
      continue;
    }
    const block = lines.join("\n");
    // What introduces a table is proved with it.
    const isIntroduced = latest !== undefined && latest.proofs.length === 0 && /[:：]$/.test(latest.text);
    if (!isClaim(block)) latest = undefined;
    else if (isIntroduced && latest) latest.text = block;
    else {
      latest = { line, text: block, proofs: [] };
      claims.push(latest);
    }
  }
  return claims;
}

/** Says what is wrong with a page's claims, as "line: what". */
export function problemsWith(text: string, proofs: Proofs): string[] {
  return claimsIn(text).flatMap(({ line, text: claim, proofs: given }) =>
    given.length === 0
      ? [`${line}: has no proof: ${claim.split("\n")[0]}`]
      : given.filter((proof) => !holds(proof, text, proofs)).map((proof) => `${line}: there is no ${proof}`),
  );
}

/** Whether what a proof names exists; `page` is the text of the page that it is on. */
export function holds(proof: string, page: string, { read }: Proofs): boolean {
  if (/^https:/.test(proof))
    return [proof, proof.replace(".io/docs/", ".io/zh-CN/docs/")].some((url) => page.includes(`url: ${url}`));
  const [path = "", name] = proof.split(" › ");
  if (name === undefined) return page.includes(`id="${path}"`);
  return read(path)?.includes(name) ?? false;
}

const isClaim = (block: string): boolean => block.startsWith("|") || quantity.test(block);

/** Paragraphs, lists and tables, without frontmatter, code, and the attributes of components. */
function blocksOf(text: string): { line: number; lines: string[] }[] {
  const blocks: { line: number; lines: string[] }[] = [];
  let [inFront, inCode, inTag] = [false, false, false];
  let open: { line: number; lines: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "---" && (index === 0 || inFront)) inFront = index === 0;
    else if (line.startsWith("```")) inCode = !inCode;
    else if (/^<[A-Z]\w*(?:\s|$)/.test(line) || /^<style>/.test(line))
      inTag = !/\/?>$/.test(line) || line === "<style>{`";
    else if (inTag) inTag = !/^(\/?>|`\}<\/style>)$/.test(line);
    else if (!inFront && !inCode && line.trim() !== "" && !/^(import|#|<)/.test(line)) {
      open ??= { line: index + 1, lines: [] };
      open.lines.push(line);
      continue;
    }
    if (open) blocks.push(open);
    open = undefined;
  }
  if (open) blocks.push(open);
  return blocks;
}
