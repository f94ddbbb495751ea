import "./imp.mjs"; console.log("module");
