// Paper is light: reveal.js copies the ground of the screen to each printed page, so it has to be light before that.
if (/[?&]print-pdf\b/.test(location.search)) document.documentElement.dataset.print = "";

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
