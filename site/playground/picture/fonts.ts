// The fonts that a picture is written with, as CSS that holds them: a file stands alone.

/** `@font-face` rules of the page for these families and characters, each with its file inside. */
export async function fontsFor(used: ReadonlyMap<string, ReadonlySet<string>>): Promise<string> {
  const faces = facesOfPage().filter((face) => isUsed(face, used));
  const rules = await Promise.all(faces.map(embedded));
  return rules.join("\n");
}

interface Face {
  family: string;
  weight: string;
  range: string;
  url: string;
}

function facesOfPage(): Face[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...rulesOf(sheet)].flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const value = (name: string) => rule.style.getPropertyValue(name);
      const path = /url\("?([^")]+)"?\)/.exec(value("src"))?.[1];
      if (!path) return [];
      const url = new URL(path, sheet.href ?? location.href).href;
      const family = value("font-family").replaceAll(/["']/g, "");
      return [{ family, weight: value("font-weight"), range: value("unicode-range"), url }];
    }),
  );
}

function rulesOf(sheet: CSSStyleSheet): Iterable<CSSRule> {
  try {
    return sheet.cssRules;
  } catch {
    // Not from this site: an extension's, for example.
    return [];
  }
}

function isUsed({ family, range }: Face, used: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const ranges = range.split(",").map((part) => {
    const [from = "0", to = from] = part.trim().replace(/^U\+/i, "").split("-");
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
  });
  return [...used].some(
    ([families, chars]) =>
      families.includes(family) &&
      [...chars].some((char) => {
        const code = char.codePointAt(0) ?? 0;
        return ranges.some(({ from, to }) => code >= from && code <= to);
      }),
  );
}

async function embedded({ family, weight, range, url }: Face): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  const source = `url(data:font/woff2;base64,${btoa(binary)}) format("woff2")`;
  return `@font-face{font-family:"${family}";font-weight:${weight};unicode-range:${range};src:${source}}`;
}
