/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <map>
#include <string>

/* Writing a page's drawing shorter.  C++, for atlas-pdf-finish.cpp alone.  Any thread. */

/** The opacities of a graphics state: of fills (ca) and of strokes (CA). */
struct AtlasPdfOpacity
{
  double fill;
  double stroke;
};

/** Graphics states by their names, such as "/a0"; only those that say nothing but opacities. */
using AtlasPdfStates = std::map<std::string, AtlasPdfOpacity>;

/**
 * atlas_pdf_tidy:
 * @text: a page's drawing as cairo writes it
 * @states: (inout): what its resources have; states that the shorter drawing needs are added
 *
 * An area that is filled and then outlined is written once, coordinates have two decimals (a hundredth of a point is 0.004 mm), and
 * what does not change is not said again.
 *
 * Returns: the drawing; @text itself where there is something in it that is not understood
 */
std::string atlas_pdf_tidy (const std::string &text,
                            AtlasPdfStates    &states);
