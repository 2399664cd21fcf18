// Package chart draws charts as SVG on the server: Bar, Line and Grid. There
// is no style attribute and no script in them, so a strict content security
// policy lets them through. Each is a figure with a title and a description
// for screen readers, and the same data as a table beneath: inside a details
// element when it is long. A chart without data says so.
//
// No data is not 0: a value that is Missing leaves a gap in the picture and
// says "No data" in the table. Nothing is told by colour alone: lines differ
// by dashes and markers, squares by their drawing.
package chart
