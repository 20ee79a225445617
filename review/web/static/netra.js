"use strict";
// Small helps; every page works without them. Page-specific parts live in their own files.
document.documentElement.dataset.js = "on";
