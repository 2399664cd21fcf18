// Package model lives whole episodes with random commands on both engines at
// once, and holds what must be true whatever happens: nobody is lost, nobody
// is in two hands, nothing ends without somebody having been told, and both
// engines agree.
package model
