/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The classes of a layer under its row: a swatch and a title each, and the pictograms and sizes when the classes have some.
 * Built anew when the style changes.  Main thread. */

#include "ui/atlas-layer-row-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

#define SWATCH_WIDTH  32
#define SWATCH_HEIGHT 18
/* The largest sample of a size by a field. */
#define MAX_SAMPLE 64

static void
add_line (GtkBox     *box,
          GtkWidget  *swatch,
          const char *title)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *shown = atlas_text_show (title, -1, TRUE);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_size_request (swatch, SWATCH_WIDTH, SWATCH_HEIGHT);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_label_set_text (GTK_LABEL (label), shown);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, shown);
  gtk_widget_add_css_class (label, "legend-title");
  gtk_box_append (GTK_BOX (line), swatch);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (box, line);
}

static gboolean
seen_before (const AtlasRule *rules,
             guint            index)
{
  for (guint i = 0; i < index; i++)
    if (g_strcmp0 (rules[i].title, rules[index].title) == 0)
      return TRUE;
  return FALSE;
}

static guint
add_pictograms (GtkBox            *box,
                AtlasStyle        *style,
                const AtlasRule   *rule,
                AtlasGeometryType  kind,
                guint              left)
{
  guint n = 0;

  for (guint i = 0; i < rule->marker.n_icons && n < left; i++)
    {
      AtlasRule with_icon = *rule;
      GtkWidget *swatch;

      if (rule->marker.icons[i].title == NULL)
        continue;
      /* The pictogram alone tells this class, so its ground is grey. */
      with_icon.marker.icon = rule->marker.icons[i].icon;
      with_icon.marker.icon_field = NULL;
      with_icon.marker.fill.light = with_icon.marker.fill.dark = (AtlasColor){ 0.5f, 0.5f, 0.5f, 1 };
      swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL);
      atlas_swatch_show_rule (ATLAS_SWATCH (swatch), style, &with_icon, kind);
      add_line (box, swatch, rule->marker.icons[i].title);
      if (n == 0)
        gtk_widget_set_margin_top (gtk_widget_get_last_child (GTK_WIDGET (box)), 8);
      n++;
    }
  return n;
}

/* Returns: (nullable): what gives the sizes of a class as the layer draws it. */
static const AtlasSizeBy *
get_size_by (const AtlasRule   *rule,
             AtlasGeometryType  kind)
{
  if (kind == ATLAS_GEOMETRY_POINT || kind == ATLAS_GEOMETRY_MULTI_POINT)
    return rule->marker.visible && rule->marker.size_by.field != NULL ? &rule->marker.size_by : NULL;
  if (kind != ATLAS_GEOMETRY_LINE && kind != ATLAS_GEOMETRY_MULTI_LINE)
    return NULL;
  for (guint i = 0; i < rule->n_strokes; i++)
    if (rule->strokes[i].width_by.field != NULL)
      return &rule->strokes[i].width_by;
  return NULL;
}

/* Three samples: the least, one between, the most. */
static guint
add_sizes (GtkBox            *box,
           AtlasStyle        *style,
           const AtlasRule   *rule,
           AtlasGeometryType  kind,
           guint              left)
{
  const AtlasSizeBy *by = get_size_by (rule, kind);
  double values[3];
  int widest;

  if (by == NULL || left < 3)
    return 0;
  atlas_size_by_sample (by, values);
  widest = (int) CLAMP (ceil (atlas_size_by_get_most (by, 0)) + 4, SWATCH_WIDTH, MAX_SAMPLE);
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL);
      const double size = atlas_size_by_at (by, values[i], 0);
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *number = atlas_text_number (g_ascii_dtostr (buffer, sizeof buffer, values[i]));
      g_autofree char *title = g_strdup_printf ("%s %s", by->field, number);

      atlas_swatch_show_value (ATLAS_SWATCH (swatch), style, rule, kind, values[i]);
      add_line (box, swatch, title);
      gtk_widget_set_size_request (swatch, widest, (int) CLAMP (ceil (size) + 4, SWATCH_HEIGHT, MAX_SAMPLE));
    }
  return 3;
}

static void
append_caption (GtkBox     *line,
                const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (line, label);
}

/* How points are drawn together: a row of shades from few to many, or a disc. */
static guint
add_density (GtkBox            *box,
             AtlasStyle        *style,
             AtlasGeometryType  kind)
{
  const AtlasDensity *density = atlas_style_get_density (style, NAN);
  GtkWidget *swatch, *line;
  const AtlasRule *rules;
  guint n_rules;

  if (density == NULL)
    return 0;
  swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL);
  atlas_swatch_show_density (ATLAS_SWATCH (swatch), style);
  if (density->kind == ATLAS_DENSITY_CLUSTERS)
    {
      add_line (box, swatch, _("Several, with their number"));
      rules = atlas_style_get_rules (style, &n_rules);
      if (n_rules != 1 || rules[0].title != NULL)
        return 1;
      swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL);
      atlas_swatch_show_rule (ATLAS_SWATCH (swatch), style, &rules[0], kind);
      add_line (box, swatch, _("One alone"));
      return 2;
    }
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  append_caption (GTK_BOX (line), C_("density", "few"));
  gtk_widget_set_size_request (swatch, 4 * SWATCH_WIDTH, 10);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), swatch);
  append_caption (GTK_BOX (line), C_("density", "many"));
  gtk_box_append (box, line);
  return 1;
}

guint
atlas_layer_row_fill_legend (GtkBox     *box,
                             AtlasLayer *layer,
                             guint       max)
{
  AtlasStyle *style = atlas_layer_get_style (layer);
  AtlasTable *table = atlas_layer_get_table (layer);
  const AtlasRule *rules, *with_icons = NULL;
  GtkWidget *child;
  guint n_rules, n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  if (style == NULL || table == NULL)
    return 0;
  rules = atlas_style_get_rules (style, &n_rules);
  if (max > 0)
    n += add_density (box, style, atlas_table_get_geometry_kind (table));
  for (guint i = 0; i < n_rules && n < max; i++)
    {
      GtkWidget *swatch;

      if (rules[i].title == NULL || seen_before (rules, i))
        continue;
      swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL);
      atlas_swatch_show_rule (ATLAS_SWATCH (swatch), style, &rules[i], atlas_table_get_geometry_kind (table));
      add_line (box, swatch, rules[i].title);
      if (with_icons == NULL && rules[i].marker.n_icons > 0)
        with_icons = &rules[i];
      n++;
      n += add_sizes (box, style, &rules[i], atlas_table_get_geometry_kind (table), max - n);
    }
  if (with_icons != NULL)
    n += add_pictograms (box, style, with_icons, atlas_table_get_geometry_kind (table), max - n);
  return n;
}
