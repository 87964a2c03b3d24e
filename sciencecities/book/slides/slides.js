const query = new URLSearchParams(location.search);

// Paper is light: reveal.js copies the ground of the screen to each printed page, so it has to be light before that.
if (query.has("print-pdf")) document.documentElement.dataset.print = "";

// Pictures of the colours in use are fetched at once, in case the network goes during the class; the others if needed.
const dark = matchMedia("screen and (prefers-color-scheme: dark)").matches && !query.has("print-pdf");
for (const picture of document.querySelectorAll(dark ? ".only-dark" : ".only-light")) picture.loading = "eager";

// With ?plan: only the slides of the plan for a class, in the plan's order.
if (query.has("plan")) {
  const sections = [...document.querySelectorAll(".slides > section")];
  for (const section of sections) if (!("part" in section.dataset)) section.remove();
  const planned = sections.filter((section) => "part" in section.dataset);
  planned.sort((a, b) => a.dataset.part - b.dataset.part);
  for (const section of planned) section.parentNode.append(section);
}

// On paper and on wide screens: reveal.js, one row of slides of 1280 by 720, an address for each slide, no motion.
function project() {
  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    backgroundTransition: "none",
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
    plugins: [RevealNotes, RevealZoom],
  });
}

// On a telephone a slide would be as small as a stamp: there they stand below each other as text. The address keeps the
// place, as reveal.js writes it.
function stack() {
  document.documentElement.classList.add("phone");
  history.scrollRestoration = "manual"; // the address knows better than the browser, which remembers the other layout
  const sections = [...document.querySelectorAll(".slides > section")];
  const goTo = () => sections[Number(location.hash.slice(2))]?.scrollIntoView();
  const line = { rootMargin: "-10% 0px -90% 0px" }; // a little below the top, where `goTo` brings a slide
  const watcher = new IntersectionObserver((entries) => {
    const read = entries.find((entry) => entry.isIntersecting);
    if (read) history.replaceState(null, "", `#/${sections.indexOf(read.target)}`);
  }, line);
  goTo();
  sections.forEach((section) => watcher.observe(section));
  addEventListener("hashchange", goTo);
}

const narrow = matchMedia("screen and (max-width: 40em)");
// The speaker's window shows slides in small frames, and wants them as they are projected.
const stacked = () => narrow.matches && window.self === window.top && !query.has("print-pdf");
const now = stacked();
if (now) stack();
else project();
// A telephone that is turned comes back to the same slide.
narrow.addEventListener("change", () => !matchMedia("print").matches && stacked() !== now && location.reload());
