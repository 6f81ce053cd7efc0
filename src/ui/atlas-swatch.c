/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSwatch: a sample of a symbol in rows, legends and cards.  It keeps the styles that its rules belong to, so a style
 * that is replaced meanwhile does no harm.  Main thread; drawing one costs a few strokes. */

#include "ui/atlas-swatch.h"

#include <adwaita.h>
#include <math.h>

#include "render/atlas-painter.h"

/* Sizes of symbols grow with the zoom; at this one they are neither dots nor giants. */
#define SWATCH_ZOOM 12.0
#define MAX_SAMPLES 3

typedef struct
{
  AtlasStyle        *style;     /* (owned): keeps @rule alive */
  AtlasRule          rule;      /* a shallow copy, so that a feature's pictogram can be put in */
  AtlasGeometryType  kind;
  double             value;     /* of the field that gives sizes; NaN: the plain size */
} Sample;

struct _AtlasSwatch
{
  GtkWidget parent_instance;
  Sample    samples[MAX_SAMPLES];
  guint     n_samples;
  gboolean  one_over_the_other; /* the basemap: all in the same place */
  AtlasStyle *density;          /* (nullable) (owned): points drawn together instead */
  AtlasLegend            *legend; /* (nullable): what @entry is of, in place of samples */
  const AtlasLegendEntry *entry;
};

G_DEFINE_FINAL_TYPE (AtlasSwatch, atlas_swatch, GTK_TYPE_WIDGET)

static void
clear (AtlasSwatch *self)
{
  for (guint i = 0; i < self->n_samples; i++)
    atlas_style_unref (self->samples[i].style);
  self->n_samples = 0;
  self->one_over_the_other = FALSE;
  self->entry = NULL;
  g_clear_pointer (&self->density, atlas_style_unref);
  g_clear_pointer (&self->legend, atlas_legend_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
add (AtlasSwatch       *self,
     AtlasStyle        *style,
     const AtlasRule   *rule,
     AtlasGeometryType  kind)
{
  if (self->n_samples == MAX_SAMPLES)
    return;
  self->samples[self->n_samples++] = (Sample){ atlas_style_ref (style), *rule, kind, NAN };
}

static gboolean
is_point (AtlasGeometryType kind)
{
  return kind == ATLAS_GEOMETRY_POINT || kind == ATLAS_GEOMETRY_MULTI_POINT;
}

static gboolean
is_line (AtlasGeometryType kind)
{
  return kind == ATLAS_GEOMETRY_LINE || kind == ATLAS_GEOMETRY_MULTI_LINE;
}

/* Several classes in one swatch: points fan out, areas stand side by side. */
static void
paint_sample (AtlasSwatch  *self,
              cairo_t      *cr,
              guint         index,
              gboolean      dark,
              double        width,
              double        height)
{
  const Sample *sample = &self->samples[index];
  const guint n = self->one_over_the_other ? 1 : self->n_samples;
  double x = 0, y = 0, w = width, h = height;

  if (n > 1 && is_point (sample->kind))
    {
      w = height * 0.72;
      h = height * 0.72;
      x = index * (width - w) / (n - 1);
      y = (height - h) * (index % 2 == 0 ? 0.25 : 0.75);
    }
  else if (n > 1)
    {
      w = width / n;
      x = index * w;
    }
  cairo_save (cr);
  cairo_translate (cr, x, y);
  if (is_point (sample->kind) && n > 1)
    {
      cairo_scale (cr, 0.72, 0.72);
      w = h = height;
    }
  atlas_painter_paint_swatch_for (cr, &sample->rule, sample->kind, sample->value, SWATCH_ZOOM, dark, w, h);
  cairo_restore (cr);
}

static void
atlas_swatch_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  AtlasSwatch *self = ATLAS_SWATCH (widget);
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if ((self->n_samples == 0 && self->density == NULL && self->entry == NULL) || width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  for (guint i = 0; i < self->n_samples; i++)
    paint_sample (self, cr, i, dark, width, height);
  if (self->density != NULL)
    atlas_painter_paint_density_swatch (cr, atlas_style_get_density (self->density, NAN), dark, width, height);
  if (self->entry != NULL)
    atlas_legend_entry_paint (self->entry, cr, dark, width, height);
  cairo_destroy (cr);
}

static void
atlas_swatch_finalize (GObject *object)
{
  clear (ATLAS_SWATCH (object));
  G_OBJECT_CLASS (atlas_swatch_parent_class)->finalize (object);
}

static void
atlas_swatch_class_init (AtlasSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_swatch_finalize;
  widget_class->snapshot = atlas_swatch_snapshot;
  gtk_widget_class_set_css_name (widget_class, "swatch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
atlas_swatch_init (AtlasSwatch *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

/* The kind that a rule draws: of a mixed layer, what the rule has symbols for. */
static AtlasGeometryType
kind_for (const AtlasRule   *rule,
          AtlasGeometryType  kind)
{
  if (kind != ATLAS_GEOMETRY_COLLECTION)
    return kind;
  if (rule->marker.visible)
    return ATLAS_GEOMETRY_POINT;
  return rule->fill.visible ? ATLAS_GEOMETRY_POLYGON : ATLAS_GEOMETRY_LINE;
}

void
atlas_swatch_show_layer (AtlasSwatch *self,
                         AtlasLayer  *layer)
{
  AtlasStyle *style = atlas_layer_get_style (layer);
  AtlasTable *table = atlas_layer_get_table (layer);
  const AtlasRule *rules;
  AtlasGeometryType kind;
  guint n;

  clear (self);
  if (style == NULL || table == NULL)
    return;
  if (atlas_style_get_density (style, NAN) != NULL)
    {
      self->density = atlas_style_ref (style);
      return;
    }
  kind = atlas_table_get_geometry_kind (table);
  rules = atlas_style_get_rules (style, &n);
  for (guint i = 0; i < n; i++)
    {
      gboolean seen = rules[i].title == NULL;

      /* The same class at other zooms says nothing new. */
      for (guint j = 0; j < i && !seen; j++)
        seen = g_strcmp0 (rules[j].title, rules[i].title) == 0;
      if (!seen)
        add (self, style, &rules[i], kind_for (&rules[i], kind));
      /* Lines below one another are a muddle; the first class is the main one. */
      if (is_line (kind) && self->n_samples == 1)
        break;
    }
  if (self->n_samples == 0 && n > 0)
    add (self, style, &rules[0], kind_for (&rules[0], kind));
}

void
atlas_swatch_show_rule (AtlasSwatch       *self,
                        AtlasStyle        *style,
                        const AtlasRule   *rule,
                        AtlasGeometryType  kind)
{
  clear (self);
  add (self, style, rule, kind_for (rule, kind));
}

void
atlas_swatch_show_entry (AtlasSwatch            *self,
                         AtlasLegend            *legend,
                         const AtlasLegendEntry *entry)
{
  /* Before the old one goes, which may be the same. */
  atlas_legend_ref (legend);
  clear (self);
  self->legend = legend;
  self->entry = entry;
}

void
atlas_swatch_show_feature (AtlasSwatch *self,
                           AtlasLayer  *layer,
                           gsize        feature)
{
  AtlasStyle *style = atlas_layer_get_style (layer);
  AtlasTable *table = atlas_layer_get_table (layer);
  g_autoptr (AtlasStyleMatcher) matcher = NULL;
  const AtlasRule *rule;

  clear (self);
  if (style == NULL || table == NULL)
    return;
  matcher = atlas_style_matcher_new (style, table);
  rule = atlas_style_matcher_match (matcher, feature, SWATCH_ZOOM);
  if (rule == NULL)
    return;
  add (self, style, rule, kind_for (rule, atlas_table_get_geometry_type (table, feature)));
  if (rule->marker.size_by.field != NULL)
    {
      const int field = atlas_table_find_field (table, rule->marker.size_by.field);

      self->samples[0].value = field >= 0 ? atlas_table_get_number (table, (guint) field, feature) : NAN;
    }
  /* The matcher goes, so the pictogram is taken from the rule's own cases, which the style keeps. */
  self->samples[0].rule.marker.icon = (char *) atlas_style_matcher_icon (matcher, rule, feature);
  self->samples[0].rule.marker.icon_field = NULL;
}

void
atlas_swatch_show_basemap (AtlasSwatch  *self,
                           AtlasProject *project)
{
  static const char *const parts[] = { "land", "reservoirs", "rivers" };

  clear (self);
  self->one_over_the_other = TRUE;
  for (gsize p = 0; p < G_N_ELEMENTS (parts); p++)
    for (guint i = 0; i < atlas_project_get_n_ground (project); i++)
      {
        AtlasLayer *layer = atlas_project_get_ground (project, i);
        const AtlasRule *rules;
        guint n;

        if (!g_str_equal (atlas_layer_get_id (layer), parts[p]) || atlas_layer_get_style (layer) == NULL)
          continue;
        rules = atlas_style_get_rules (atlas_layer_get_style (layer), &n);
        if (n > 0 && atlas_layer_get_table (layer) != NULL)
          add (self, atlas_layer_get_style (layer), &rules[0],
               kind_for (&rules[0], atlas_table_get_geometry_kind (atlas_layer_get_table (layer))));
      }
}
