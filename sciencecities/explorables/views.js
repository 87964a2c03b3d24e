// Where a figure's front end comes from: its module, when it is asked for. The built book has them all in one file.
export const view = async (module) => (await import(new URL(`./${module}.js`, import.meta.url))).default;
