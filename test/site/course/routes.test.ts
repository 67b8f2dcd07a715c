// Routes as data: their pages exist, what they leave out is never referred to, and "next" leads to their ends.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CourseLesson, Route } from "../../../site/course/course.ts";
import { stepsIn } from "../../../site/course/experiments.ts";
import { minutesFor } from "../../../site/course/minutes.ts";
import { pageFiles, pageId } from "../../../site/course/page-files.ts";
import { pageLinks } from "../../../site/course/page-links.ts";
import {
  isOn,
  marked,
  pagesOf,
  readersOf,
  routeNames,
  routeStyle,
  routesIn,
  shortRoutePages,
  textOn,
} from "../../../site/course/routes.ts";

const slugs = pageFiles("lessons").map(pageId);
const numbers = slugs.flatMap((slug) => /^\d\d/.exec(slug)?.[0] ?? []);
const folders = { en: "lessons", "zh-cn": "lessons/zh-cn" };
const pages = routeNames.flatMap((route) =>
  pagesOf(route, slugs).flatMap((slug) =>
    (["en", "zh-cn"] as const).map((locale) => ({ route, slug, locale })),
  ),
);
const read = (slug: string, locale: keyof typeof folders) =>
  readFileSync(`${folders[locale]}/${slug}.mdx`, "utf8");

test.each(pages)(
  "$slug, $locale, refers to nothing that the route $route skips",
  ({ route, slug, locale }) => {
    const text = textOn(route, slug, read(slug, locale));
    const named = [...text.matchAll(/lessons? (\d\d)|第 ?(\d+) ?课|\]\(\/(?:zh-cn\/)?(\d\d)-/gi)].map(
      ([, english, chinese, link]) => (english ?? chinese ?? link ?? "").padStart(2, "0"),
    );
    const onRoute = pagesOf(route, slugs).map((page) => page.slice(0, 2));
    // A number that no lesson has is no reference.
    expect(named.filter((number) => numbers.includes(number) && !onRoute.includes(number))).toEqual([]);
  },
);

test.each(pages)("$slug, $locale, asks the same on $route as in English", ({ route, slug, locale }) => {
  const ids = (text: string) => stepsIn(textOn(route, slug, text)).map(({ id }) => id);
  expect(ids(read(slug, locale))).toEqual(ids(read(slug, "en")));
});

test("the routes take about as long as they are called for", () => {
  const minutes = (route: (typeof routeNames)[number]) =>
    pagesOf(route, slugs).reduce((sum, slug) => sum + minutesFor(textOn(route, slug, read(slug, "en"))), 0);
  expect(minutes("ten")).toBeLessThanOrEqual(12);
  expect(minutes("forty-five")).toBeGreaterThan(35);
  expect(minutes("forty-five")).toBeLessThanOrEqual(48);
  expect(minutes("whole")).toBeGreaterThan(90);
});

describe("what a page shows on a route", () => {
  const text = 'One. <Only on="whole">Whole.</Only> <Only on="forty-five">Short.</Only>';

  test("is what is marked with it, and everything unmarked", () => {
    expect(textOn("whole", "03-two-servers", text)).toBe("One. Whole. ");
    expect(textOn("forty-five", "03-two-servers", text)).toBe("One.  Short.");
  });

  test("is that of the whole course where the page isn't on the route", () => {
    expect(textOn("forty-five", "01-one-server", text)).toBe("One. Whole. ");
    expect(readersOf(["whole"], "03-two-servers")).toEqual(["ten", "whole"]);
    expect(readersOf(["whole"], "01-one-server")).toEqual([...routeNames]);
  });

  test("needs no mark where every reader sees it", () => {
    expect(marked([...routeNames])).toEqual({});
    expect(marked(["ten", "whole"])).toEqual({ "data-routes": "ten whole" });
  });

  test("is hidden by one style, which is the whole course's without a choice", () => {
    for (const route of routeNames) expect(routeStyle()).toContain(`:root[data-route="${route}"] `);
    expect(routeStyle()).toContain(':root:not([data-route]) [data-routes]:not([data-routes~="whole"])');
  });
});

test("a route that there isn't, or a page, fails the build with its name", () => {
  expect(() => routesIn("whole shorter", "03.mdx")).toThrow('there is no route "shorter". There are: ten');
  expect(() => pagesOf("ten", ["01-one-server"])).toThrow('the route "ten" has a page "ten-minutes"');
});

test("a short route may have a page of its own, which is no lesson of the course", () => {
  expect(shortRoutePages(slugs)).toEqual(["ten-minutes"]);
  expect(isOn("whole", "ten-minutes")).toBe(false);
  expect(isOn("forty-five", "03-two-servers")).toBe(true);
  expect(isOn("forty-five", "04-the-bug-your-users-report")).toBe(false);
});

describe("next", () => {
  const page = (slug: string): CourseLesson => ({
    slug,
    number: "",
    title: slug,
    href: `/${slug}/`,
    description: "",
    minutes: 1,
    minutesOn: {},
    routes: [],
    steps: [],
  });
  const routes: Route[] = routeNames.map((name) => ({
    name,
    minutes: 1,
    pages: pagesOf(name, slugs).map(page),
  }));
  const finish = { href: "/finish/", label: "Finish" };
  const next = (slug: string) =>
    pageLinks(slug, routes, finish)
      .filter(({ rel }) => rel === "next")
      .map(({ href, routes }) => [href, routes]);

  test("follows the route, and off it the whole course", () => {
    expect(next("03-two-servers")).toEqual([
      ["/04-the-bug-your-users-report/", ["ten", "whole"]],
      ["/05-redis-in-five-minutes/", ["forty-five"]],
    ]);
    expect(next("01-one-server")).toEqual([["/02-what-a-server-knows/", [...routeNames]]]);
  });

  test("ends in the finish", () => {
    expect(next("ten-minutes")).toEqual([["/finish/", [...routeNames]]]);
    expect(next("10-when-redis-goes-away").at(-1)).toEqual(["/finish/", ["forty-five"]]);
    expect(next("18-see-it-coming")).toEqual([["/finish/", [...routeNames]]]);
  });

  test("has nothing to say of a page that is on no route", () => {
    expect(pageLinks("glossary", routes, finish)).toEqual([]);
  });
});
