/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What elements of each kind can be told: one table, by which files are read, values kept in range, and the window's rows made.
 * Constant; any thread. */

#include "layout/atlas-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define TEXT(n, t, d) { .name = n, .title = t, .type = ATLAS_PAGE_VALUE_TEXT, .number = NAN, .text = d }
#define NUMBER(n, t, from, to, d) { .name = n, .title = t, .type = ATLAS_PAGE_VALUE_NUMBER, .least = from, .most = to, .number = d }
#define BOOLEAN(n, t, d) { .name = n, .title = t, .type = ATLAS_PAGE_VALUE_BOOLEAN, .most = 1.0, .number = d }
#define CHOICE(n, t, c, d) { .name = n, .title = t, .type = ATLAS_PAGE_VALUE_CHOICE, .number = NAN, .text = d, .choices = c }
#define TEXTS(n, t) { .name = n, .title = t, .type = ATLAS_PAGE_VALUE_TEXTS, .number = NAN }
#define NUMBERS(n, t, from, to) { .name = n, .title = t, .type = ATLAS_PAGE_VALUE_NUMBERS, .least = from, .most = to, .number = NAN }

static const char *const FITS[] = { "none", "home", "view", "layer", "selection", "extent", NULL };
static const char *const OVERVIEW_FITS[] = { "home", "around", "layer", "extent", NULL };
static const char *const BORDERS[] = { "none", "line", "double", NULL };
static const char *const GRIDS[] = { "none", "auto", "graticule", "kilometres", "both", NULL };
static const char *const GRID_MARKS[] = { "lines", "crosses", "ticks", NULL };
static const char *const FAMILIES[] = { "hei", "song", NULL };
static const char *const ALIGNS[] = { "left", "center", "right", NULL };
static const char *const VALIGNS[] = { "top", "middle", "bottom", NULL };
static const char *const UNITS[] = { "km", "li", "both", NULL };
static const char *const NORTHS[] = { "true", "grid", "both", NULL };

/* Sizes of letters are points; 0: by the paper. */
#define SIZE NUMBER ("size", N_("Font Size"), 0.0, 600.0, 0.0)
#define OF TEXT ("of", N_("Map"), "")

static const AtlasPageProperty MAP[] = {
  TEXT ("crs", N_("Coordinate System"), "auto"),
  CHOICE ("fit", N_("Show"), FITS, "home"),
  TEXT ("layer", N_("Layer"), ""),
  NUMBERS ("extent", N_("Extent"), -180.0, 180.0),
  BOOLEAN ("standard", N_("Standard Scale"), 1.0),
  NUMBER ("lon", N_("Longitude"), -180.0, 180.0, NAN),
  NUMBER ("lat", N_("Latitude"), -90.0, 90.0, NAN),
  NUMBER ("scale", N_("Scale"), 1.0, 1e9, NAN),
  NUMBER ("rotation", N_("Rotation"), -360.0, 360.0, 0.0),
  CHOICE ("border", N_("Border"), BORDERS, "line"),
  NUMBER ("band", N_("Width of the Border"), 0.0, 50.0, 0.0),
  CHOICE ("grid", N_("Grid"), GRIDS, "none"),
  CHOICE ("marks", N_("Grid Marks"), GRID_MARKS, "lines"),
  NUMBER ("minutes", N_("Minutes Between Meridians"), 0.0, 1800.0, 0.0),
  NUMBER ("kilometres", N_("Kilometres Between Grid Lines"), 0.0, 1000.0, 0.0),
};

static const AtlasPageProperty OVERVIEW[] = {
  OF,
  TEXT ("crs", N_("Coordinate System"), "auto"),
  CHOICE ("fit", N_("Show"), OVERVIEW_FITS, "home"),
  NUMBER ("factor", N_("Times as Large as the Map"), 1.0, 100.0, 4.0),
  TEXT ("layer", N_("Layer"), ""),
  NUMBERS ("extent", N_("Extent"), -180.0, 180.0),
  BOOLEAN ("subjects", N_("Layers Above the Ground"), 0.0),
  TEXT ("title", N_("Title"), ""),
  TEXT ("color", N_("Colour of the Outline"), "#c8352c"),
};

static const AtlasPageProperty LABEL[] = {
  TEXT ("text", N_("Text"), ""),
  CHOICE ("family", N_("Typeface"), FAMILIES, "hei"),
  TEXT ("font", N_("Font"), ""),
  SIZE,
  BOOLEAN ("bold", N_("Bold"), 0.0),
  CHOICE ("align", N_("Alignment"), ALIGNS, "left"),
  CHOICE ("valign", N_("Vertical Alignment"), VALIGNS, "top"),
  NUMBER ("spacing", N_("Letter Spacing"), 0.0, 5.0, 0.0),
  TEXT ("color", N_("Colour"), "#1f1c19"),
  BOOLEAN ("box", N_("Box"), 0.0),
};

static const AtlasPageProperty LEGEND[] = {
  OF,
  TEXT ("title", N_("Title"), ""),
  BOOLEAN ("heading", N_("Show the Title"), 1.0),
  NUMBER ("columns", N_("Columns"), 0.0, 20.0, 0.0),
  SIZE,
  BOOLEAN ("counts", N_("Counts"), 0.0),
  BOOLEAN ("ground", N_("Ground"), 1.0),
  BOOLEAN ("all", N_("Also What Is Not in the Map"), 0.0),
  TEXTS ("order", N_("Layers in Order")),
  TEXTS ("hidden", N_("Layers Left Out")),
  TEXTS ("titles", N_("Other Titles")),
  BOOLEAN ("box", N_("Box"), 0.0),
};

static const AtlasPageProperty SCALE_BAR[] = {
  OF,
  CHOICE ("units", N_("Units"), UNITS, "km"),
  BOOLEAN ("numeric", N_("Numeric Scale"), 1.0),
  SIZE,
  CHOICE ("align", N_("Alignment"), ALIGNS, "center"),
};

static const AtlasPageProperty NORTH[] = {
  OF,
  CHOICE ("north", N_("North"), NORTHS, "both"),
  BOOLEAN ("angle", N_("Convergence Angle"), 1.0),
};

static const AtlasPageProperty LOGO[] = {
  TEXT ("file", N_("File"), ""),
  TEXT ("path", N_("Path Data"), ""),
  TEXT ("color", N_("Colour"), "#1f1c19"),
};

static const AtlasPageProperty TABLE[] = {
  OF,
  TEXT ("title", N_("Title"), ""),
  TEXT ("layer", N_("Layer"), ""),
  TEXTS ("columns", N_("Columns")),
  TEXT ("sort", N_("Sorted By"), ""),
  BOOLEAN ("within", N_("Only What Is in the Map"), 1.0),
  SIZE,
};

static const AtlasPageProperty CHART[] = {
  OF,
  TEXT ("title", N_("Title"), ""),
  TEXT ("layer", N_("Layer"), ""),
  TEXT ("category", N_("Category"), ""),
  TEXT ("sum", N_("Sum Of"), ""),
  BOOLEAN ("within", N_("Only What Is in the Map"), 0.0),
  TEXT ("color", N_("Colour"), "#2a7f9e"),
  SIZE,
};

static const struct
{
  const char              *name;
  const char              *title;
  const AtlasPageProperty *properties;
  gsize                    n;
} KINDS[ATLAS_PAGE_N_KINDS] = {
  [ATLAS_PAGE_MAP] = { "map", N_("Map"), MAP, G_N_ELEMENTS (MAP) },
  [ATLAS_PAGE_OVERVIEW] = { "overview", N_("Overview Map"), OVERVIEW, G_N_ELEMENTS (OVERVIEW) },
  [ATLAS_PAGE_TEXT] = { "text", N_("Text"), LABEL, G_N_ELEMENTS (LABEL) },
  [ATLAS_PAGE_LEGEND] = { "legend", N_("Legend"), LEGEND, G_N_ELEMENTS (LEGEND) },
  [ATLAS_PAGE_SCALE_BAR] = { "scale-bar", N_("Scale Bar"), SCALE_BAR, G_N_ELEMENTS (SCALE_BAR) },
  [ATLAS_PAGE_NORTH] = { "north", N_("North Arrow"), NORTH, G_N_ELEMENTS (NORTH) },
  [ATLAS_PAGE_LOGO] = { "logo", N_("Logo"), LOGO, G_N_ELEMENTS (LOGO) },
  [ATLAS_PAGE_TABLE] = { "table", N_("Table"), TABLE, G_N_ELEMENTS (TABLE) },
  [ATLAS_PAGE_CHART] = { "chart", N_("Chart"), CHART, G_N_ELEMENTS (CHART) },
};

const AtlasPageProperty *
atlas_page_kind_get_properties (AtlasPageKind  kind,
                                gsize         *n)
{
  g_return_val_if_fail (kind < ATLAS_PAGE_N_KINDS && n != NULL, NULL);

  *n = KINDS[kind].n;

  return KINDS[kind].properties;
}

const AtlasPageProperty *
atlas_page_find_property (AtlasPageKind  kind,
                          const char    *name)
{
  for (gsize i = 0; i < KINDS[kind].n; i++)
    if (strcmp (KINDS[kind].properties[i].name, name) == 0)
      return &KINDS[kind].properties[i];

  return NULL;
}

const char *
atlas_page_kind_get_name (AtlasPageKind kind)
{
  g_return_val_if_fail (kind < ATLAS_PAGE_N_KINDS, NULL);

  return KINDS[kind].name;
}

const char *
atlas_page_kind_get_title (AtlasPageKind kind)
{
  g_return_val_if_fail (kind < ATLAS_PAGE_N_KINDS, NULL);

  return g_dgettext (GETTEXT_PACKAGE, KINDS[kind].title);
}

gboolean
atlas_page_kind_parse (const char    *name,
                       AtlasPageKind *kind)
{
  for (guint i = 0; i < ATLAS_PAGE_N_KINDS; i++)
    if (strcmp (KINDS[i].name, name) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}
