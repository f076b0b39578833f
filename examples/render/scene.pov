// A mill wheel that turns over water: one turn of `clock` from 0 to 1 brings the picture back to where it began.
#version 3.7;
global_settings { assumed_gamma 1.0 }

#declare Paddles = 12;

camera { location <4.2, 2.6, -6.5> look_at <0, 1.25, 0> angle 54 right x*image_width/image_height }
light_source { <8, 12, -10> color rgb <1, 0.95, 0.85> }
light_source { <-9, 6, -6> color rgb <0.25, 0.3, 0.4> shadowless }
sky_sphere { pigment { gradient y color_map { [0.0 rgb <0.85, 0.9, 0.95>] [0.6 rgb <0.35, 0.55, 0.85>] } } }

#declare Wood = texture {
  pigment { wood turbulence 0.08 scale 0.18 color_map { [0 rgb <0.45, 0.28, 0.14>] [1 rgb <0.28, 0.16, 0.08>] } }
  finish { diffuse 0.75 specular 0.15 }
}

// Its axle lies along z. A twelfth of a turn looks like none, so two of them make a loop that nobody sees the end of.
#declare Wheel = union {
  torus { 1.6, 0.09 rotate x*90 translate <0, 0, -0.35> }
  torus { 1.6, 0.09 rotate x*90 translate <0, 0, 0.35> }
  cylinder { <0, 0, -0.8>, <0, 0, 0.8>, 0.16 }
  #for (I, 0, Paddles - 1)
    union {
      box { <1.35, -0.05, -0.45>, <1.95, 0.05, 0.45> }
      cylinder { <0, 0, -0.35>, <1.6, 0, -0.35>, 0.05 }
      cylinder { <0, 0, 0.35>, <1.6, 0, 0.35>, 0.05 }
      rotate z*(360*I/Paddles)
    }
  #end
  texture { Wood }
}

object { Wheel rotate -z*(2*360/Paddles*clock) translate y*1.35 }

// Two posts hold the axle.
box { <-0.14, -0.6, 0.85>, <0.14, 1.6, 1.1> texture { Wood } }
box { <-0.14, -0.6, -1.1>, <0.14, 1.6, -0.85> texture { Wood } }

// Water, with waves that come round with the clock.
plane {
  y, -0.3
  pigment { rgb <0.08, 0.2, 0.26> }
  normal { waves 0.25 frequency 2.2 phase 2*clock }
  finish { reflection { 0.25 } specular 0.5 roughness 0.02 }
}
