/// What goes on now, for those who look: appointments that nobody has marked, no-shows by hour of the week, the last changes, the
/// last commands that did not succeed. In: the topics of appointments, changes and results. Out: answers from bounded memory.
/// Never: a record, a call, a text that somebody wrote about a person.
package dev.almanac.live;
