/// What Almanac promises, judged after the fact over real topics and a calendar's ledger: in come the commands that were
/// published, what the topics hold and what truly happened, out comes in words what was not kept. Never asks Almanac.
package dev.almanac.promise;
