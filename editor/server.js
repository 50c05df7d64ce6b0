"use strict";

// decap-server at a socket file. Its own program takes nothing but a port, which every user of the machine reaches,
// and every page that has its name point there.
const express = require("express");
const { registerLocalGit } = require("decap-server/dist/middlewares");

const app = express();
registerLocalGit(app, { logLevel: "error" }).then(() => app.listen(process.argv[2]));
