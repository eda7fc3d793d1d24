// What pages do better where JavaScript runs. Everything works without it.
import "./copy.js";
import "./select.js";
import "./ports.js";
import "./frame.js";
import "./keys.js";
import "./live.js";
import "./tabs.js";
