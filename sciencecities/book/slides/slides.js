const query = new URLSearchParams(location.search);

// Paper is light: reveal.js copies the ground of the screen to each printed page, so it has to be light before that.
if (query.has("print-pdf")) document.documentElement.dataset.print = "";

// With ?plan: only the slides of the plan for a class, in the plan's order.
if (query.has("plan")) {
  const sections = [...document.querySelectorAll(".slides > section")];
  for (const section of sections) if (!("part" in section.dataset)) section.remove();
  const planned = sections.filter((section) => "part" in section.dataset);
  planned.sort((a, b) => a.dataset.part - b.dataset.part);
  for (const section of planned) section.parentNode.append(section);
}

// Start reveal.js: one row of slides of 1280 by 720, an address for each slide, no motion.
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
