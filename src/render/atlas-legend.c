/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasLegend: from styles to entries.
 *
 * A class is a title: rules of the same title, for other zooms or values, are one entry.  Pictograms come after the classes of
 * their layer, sizes after the class that has them.  The layers of the ground share a section, and equal titles in it are one.
 *
 * Threads: made on any, read on any: it never changes.  It keeps the styles that its samples come from. */

#include "render/atlas-legend-private.h"

#include "data/atlas-number.h"
#include "render/atlas-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Sizes of symbols grow with the zoom; at this one they are neither dots nor giants. */
#define SAMPLE_ZOOM 12.0
#define SAMPLE_WIDTH 32.0
#define SAMPLE_HEIGHT 18.0
/* The largest sample of a size by a field. */
#define SAMPLE_MOST 64.0
/* A bar of shades. */
#define HEAT_WIDTH 96.0
#define HEAT_HEIGHT 10.0
/* A fill that is thinner than this shades the map, and shows nothing beside it. */
#define FAINT 0.12f
/* The least marker whose colour can be told. */
#define LEAST_MARKER 7.0

struct _AtlasLegend
{
  gatomicrefcount   ref_count;
  AtlasLegendFlags  flags;
  GArray           *sections;   /* AtlasLegendSection */
  GPtrArray        *styles;     /* AtlasStyle: kept for the rules of the entries */
};

/* A layer on its way into the legend. */
typedef struct
{
  AtlasLegend            *legend;
  AtlasLegendSection     *section;
  const AtlasLegendLayer *layer;
  const AtlasRule        *rules;
  guint                   n_rules;
  gboolean               *shown;        /* of each rule, whether it draws anything */
  const AtlasRule        *icons;        /* NULL: there are no pictograms to explain */
  AtlasGeometryType       kind;
  AtlasLegendCounts       counts;
  gboolean                counted;
  double                  zoom;         /* NaN: at any */
} Draft;

static void
clear_entry (gpointer data)
{
  g_free (((AtlasLegendEntry *) data)->title);
}

static void
clear_section (gpointer data)
{
  AtlasLegendSection *section = data;

  g_free (section->title);
  g_array_unref (section->entries);
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

static gboolean
has_colour (const AtlasPaint *paint)
{
  return paint->light.alpha >= FAINT || paint->dark.alpha >= FAINT;
}

static gboolean
draws_fill (const AtlasFill *fill,
            double           zoom)
{
  return fill->visible && (has_colour (&fill->color) || fill->hatch.pattern != ATLAS_HATCH_NONE ||
                           (has_colour (&fill->edge_color) && atlas_zoom_ramp_at (&fill->edge_width, zoom) > 0.0));
}

static gboolean
draws_line (const AtlasRule *rule,
            double           zoom)
{
  for (guint i = 0; i < rule->n_strokes; i++)
    {
      const AtlasStroke *stroke = &rule->strokes[i];

      if (zoom >= stroke->min_zoom && zoom < stroke->max_zoom && has_colour (&stroke->color) &&
          atlas_size_by_get_most (&stroke->width_by, atlas_zoom_ramp_at (&stroke->width, zoom)) > 0.0)
        return TRUE;
    }

  return FALSE;
}

/* Whether there is a symbol: a class that is but a name, or a breath of shade, has no sample. */
static gboolean
draws_symbol (const AtlasRule   *rule,
              AtlasGeometryType  kind,
              double             zoom)
{
  const AtlasMarker *marker = &rule->marker;
  gboolean point = marker->visible && (marker->shape != ATLAS_MARKER_NONE || marker->icon != NULL || marker->n_icons > 0) &&
                   atlas_size_by_get_most (&marker->size_by, atlas_zoom_ramp_at (&marker->size, zoom)) > 0.0;

  if (is_point (kind))
    return point;
  if (is_line (kind))
    return draws_line (rule, zoom);
  if (kind == ATLAS_GEOMETRY_COLLECTION && point)
    return TRUE;

  return draws_fill (&rule->fill, zoom) || draws_line (rule, zoom);
}

static double
sample_zoom (const Draft *draft)
{
  return isnan (draft->zoom) ? SAMPLE_ZOOM : draft->zoom;
}

static gboolean
is_shown (const Draft     *draft,
          const AtlasRule *rule)
{
  return isnan (draft->zoom) || (draft->zoom >= rule->min_zoom && draft->zoom < rule->max_zoom &&
                                 draws_symbol (rule, draft->kind, draft->zoom));
}

/* Returns: the rule whose pictograms are explained, where they can be seen. */
static const AtlasRule *
find_icons (const Draft *draft)
{
  for (guint i = 0; i < draft->n_rules; i++)
    {
      const AtlasMarker *marker = &draft->rules[i].marker;

      if (draft->rules[i].title != NULL && draft->shown[i] && marker->n_icons > 0 &&
          (isnan (draft->zoom) || atlas_zoom_ramp_at (&marker->size, draft->zoom) >= marker->icon_min_size))
        return &draft->rules[i];
    }

  return NULL;
}

/* Returns: (nullable): what gives the sizes of a class as the layer draws it. */
static const AtlasSizeBy *
get_size_by (const AtlasRule   *rule,
             AtlasGeometryType  kind)
{
  if (is_point (kind))
    return rule->marker.visible && rule->marker.size_by.field != NULL ? &rule->marker.size_by : NULL;
  if (!is_line (kind))
    return NULL;
  for (guint i = 0; i < rule->n_strokes; i++)
    if (rule->strokes[i].width_by.field != NULL)
      return &rule->strokes[i].width_by;

  return NULL;
}

static AtlasLegendEntry *
find_entry (GArray          *entries,
            AtlasLegendKind  kind,
            const char      *title)
{
  for (guint i = 0; i < entries->len; i++)
    {
      AtlasLegendEntry *entry = &g_array_index (entries, AtlasLegendEntry, i);

      if (entry->kind == kind && g_str_equal (entry->title, title))
        return entry;
    }

  return NULL;
}

/* Adds an entry, or the count to the one that says the same; none for what is not in view. */
static gboolean
add_entry (Draft           *draft,
           AtlasLegendKind  kind,
           const char      *title,
           const AtlasRule *rule,
           gsize            count)
{
  GArray *entries = draft->section->entries;
  AtlasLegendEntry *same = kind != ATLAS_LEGEND_SIZE ? find_entry (entries, kind, title) : NULL;
  AtlasLegendEntry entry = { .kind = kind,
                             .count = count,
                             .sample_width = SAMPLE_WIDTH,
                             .sample_height = SAMPLE_HEIGHT,
                             .rule = *rule,
                             .geometry = draft->kind,
                             .value = NAN,
                             .zoom = sample_zoom (draft),
                             .opacity = draft->layer->opacity };

  if (kind != ATLAS_LEGEND_SIZE && count == 0 && draft->legend->flags & ATLAS_LEGEND_IN_VIEW)
    return FALSE;
  if (same != NULL)
    {
      same->count += count;
      return FALSE;
    }
  entry.title = g_strdup (title);
  /* Pictograms have lines of their own; the class tells the colour. */
  if (kind != ATLAS_LEGEND_PICTOGRAM && rule->marker.icon_field != NULL)
    entry.rule.marker.icon = entry.rule.marker.icon_field = NULL;
  g_array_append_val (entries, entry);

  return TRUE;
}

/* Three samples: the least, one between, the most. */
static void
add_sizes (Draft           *draft,
           const AtlasRule *rule)
{
  const AtlasSizeBy *by = get_size_by (rule, draft->kind);
  const AtlasSchemaField *field;
  double values[3], widest;

  if (by == NULL)
    return;
  field = draft->layer->schema != NULL ? atlas_schema_find_field (draft->layer->schema, by->field) : NULL;
  atlas_size_by_sample (by, values);
  widest = CLAMP (ceil (atlas_size_by_get_most (by, 0.0)) + 4.0, SAMPLE_WIDTH, SAMPLE_MOST);
  for (guint i = 0; i < 3; i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *number = atlas_number_show (g_ascii_dtostr (buffer, sizeof buffer, values[i]));
      g_autofree char *title = g_strdup_printf ("%s %s", field != NULL ? field->title : by->field, number);
      AtlasLegendEntry *entry;

      add_entry (draft, ATLAS_LEGEND_SIZE, title, rule, 0);
      entry = &g_array_index (draft->section->entries, AtlasLegendEntry, draft->section->entries->len - 1);
      entry->value = values[i];
      entry->sample_width = widest;
      entry->sample_height = CLAMP (ceil (atlas_size_by_at (by, values[i], 0.0)) + 4.0, SAMPLE_HEIGHT, SAMPLE_MOST);
    }
}

static void
add_pictograms (Draft *draft)
{
  const AtlasMarker *marker;

  if (draft->icons == NULL)
    return;
  marker = &draft->icons->marker;
  for (guint i = 0; i < marker->n_icons; i++)
    {
      AtlasRule with_icon = *draft->icons;

      if (marker->icons[i].title == NULL)
        continue;
      /* The pictogram alone tells this class, so its ground is grey. */
      with_icon.marker.icon = marker->icons[i].icon;
      with_icon.marker.icon_field = NULL;
      with_icon.marker.fill.light = with_icon.marker.fill.dark = (AtlasColor) { 0.5f, 0.5f, 0.5f, 1.0f };
      add_entry (draft, ATLAS_LEGEND_PICTOGRAM, marker->icons[i].title, &with_icon,
                 draft->counted ? draft->counts.of_icon[i] : 0);
    }
}

/* Adds the class of a title: its features are those of all its rules, its sample that of the first rule that has some. */
static void
add_class (Draft           *draft,
           const AtlasRule *first)
{
  const AtlasRule *sample = NULL;
  gsize count = 0;

  for (guint i = (guint) (first - draft->rules); i < draft->n_rules; i++)
    {
      if (!draft->shown[i] || g_strcmp0 (draft->rules[i].title, first->title) != 0)
        continue;
      if (draft->counted && sample == NULL && draft->counts.of_rule[i] > 0)
        sample = &draft->rules[i];
      count += draft->counted ? draft->counts.of_rule[i] : 0;
    }
  if (sample == NULL)
    sample = first;
  if (add_entry (draft, ATLAS_LEGEND_CLASS, first->title, sample, count))
    add_sizes (draft, sample);
}

static guint
count_titles (const Draft *draft)
{
  guint n = 0;

  for (guint i = 0; i < draft->n_rules; i++)
    {
      gboolean seen = draft->rules[i].title == NULL;

      for (guint k = 0; k < i && !seen; k++)
        seen = g_strcmp0 (draft->rules[k].title, draft->rules[i].title) == 0;
      n += !seen;
    }

  return n;
}

/* A layer of one class is one line, by the layer's name; on the ground by the class's, which tells what one of them is, and
 * without a title it needs no telling. */
static void
add_single (Draft *draft)
{
  const AtlasRule *rule = NULL;
  const char *title = draft->layer->title;

  for (guint i = 0; i < draft->n_rules; i++)
    if (draft->shown[i] && (rule == NULL || (rule->title == NULL && draft->rules[i].title != NULL)))
      rule = &draft->rules[i];
  if (rule == NULL || (draft->section->ground && rule->title == NULL))
    return;
  if (draft->section->ground)
    title = rule->title;
  else if (atlas_style_get_density (draft->layer->style, draft->zoom) != NULL)
    title = _ ("One alone");
  if (add_entry (draft, ATLAS_LEGEND_CLASS, title, rule, draft->counted ? draft->counts.drawn : 0))
    add_sizes (draft, rule);
}

/* How points are drawn together.  Returns: %FALSE when there is nothing more to say of the layer. */
static gboolean
add_density (Draft *draft)
{
  const AtlasDensity *density = atlas_style_get_density (draft->layer->style, draft->zoom);
  const gboolean heat = density != NULL && density->kind == ATLAS_DENSITY_HEAT;
  const gsize count = draft->counted ? draft->counts.drawn : 0;
  static const AtlasRule none;
  AtlasLegendEntry *entry;

  if (density == NULL)
    return TRUE;
  if (!add_entry (draft, heat ? ATLAS_LEGEND_HEAT : ATLAS_LEGEND_CLUSTER,
                  heat ? C_ ("density", "few to many") : _ ("Several, with their number"), &none, heat ? count : MAX (count, 1)))
    return FALSE;
  entry = &g_array_index (draft->section->entries, AtlasLegendEntry, draft->section->entries->len - 1);
  entry->density = density;
  if (!heat)
    return TRUE;
  entry->sample_width = HEAT_WIDTH;
  entry->sample_height = HEAT_HEIGHT;

  return !is_point (draft->kind);
}

static void
add_layer (Draft *draft)
{
  const gboolean together = atlas_style_get_density (draft->layer->style, draft->zoom) != NULL;

  if (together && !add_density (draft))
    return;
  draft->section->single = !together && !draft->section->ground && count_titles (draft) <= 1;
  if (count_titles (draft) <= 1)
    add_single (draft);
  else
    for (guint i = 0; i < draft->n_rules; i++)
      {
        gboolean seen = !draft->shown[i] || draft->rules[i].title == NULL;

        for (guint k = 0; k < i && !seen; k++)
          seen = draft->shown[k] && g_strcmp0 (draft->rules[k].title, draft->rules[i].title) == 0;
        if (!seen)
          add_class (draft, &draft->rules[i]);
      }
  add_pictograms (draft);
}

static gboolean
make_layer (AtlasLegend            *self,
            AtlasLegendSection     *section,
            const AtlasLegendLayer *layer,
            const AtlasView        *view,
            double                  rotation,
            GCancellable           *cancellable)
{
  g_autofree gboolean *shown = NULL;
  Draft draft = { .legend = self, .section = section, .layer = layer, .zoom = NAN };
  AtlasViewMeets meets;
  gboolean done = TRUE;

  g_ptr_array_add (self->styles, atlas_style_ref (layer->style));
  draft.rules = atlas_style_get_rules (layer->style, &draft.n_rules);
  draft.kind = atlas_table_get_geometry_kind (layer->table);
  if (self->flags & ATLAS_LEGEND_AT_ZOOM)
    draft.zoom = view->zoom;
  draft.shown = shown = g_new (gboolean, MAX (draft.n_rules, 1));
  for (guint i = 0; i < draft.n_rules; i++)
    shown[i] = is_shown (&draft, &draft.rules[i]);
  draft.icons = find_icons (&draft);

  draft.counted = (self->flags & (ATLAS_LEGEND_IN_VIEW | ATLAS_LEGEND_COUNT)) != 0;
  if (self->flags & ATLAS_LEGEND_IN_VIEW)
    atlas_view_meets_init (&meets, view, rotation);
  if (draft.counted)
    done = _atlas_legend_count (layer, draft.icons, self->flags & ATLAS_LEGEND_IN_VIEW ? &meets : NULL, draft.zoom, shown,
                                &draft.counts, cancellable);
  if (done)
    add_layer (&draft);
  _atlas_legend_counts_clear (&draft.counts);

  return done;
}

static AtlasLegendSection
make_section (const char *title,
              gboolean    ground)
{
  AtlasLegendSection section = { .title = g_strdup (title), .ground = ground };

  section.entries = g_array_new (FALSE, FALSE, sizeof (AtlasLegendEntry));
  g_array_set_clear_func (section.entries, clear_entry);

  return section;
}

static void
take_section (AtlasLegend        *self,
              AtlasLegendSection *section)
{
  if (section->entries->len > 0)
    g_array_append_val (self->sections, *section);
  else
    clear_section (section);
}

gboolean
atlas_legend_wants_schema (AtlasStyle *style)
{
  guint n;
  const AtlasRule *rules;

  g_return_val_if_fail (style != NULL, FALSE);

  rules = atlas_style_get_rules (style, &n);
  for (guint i = 0; i < n; i++)
    {
      if (rules[i].marker.size_by.field != NULL)
        return TRUE;
      for (guint k = 0; k < rules[i].n_strokes; k++)
        if (rules[i].strokes[k].width_by.field != NULL)
          return TRUE;
    }

  return FALSE;
}

AtlasLegend *
atlas_legend_new (const AtlasLegendLayer *layers,
                  gsize                   n_layers,
                  const AtlasView        *view,
                  double                  rotation,
                  AtlasLegendFlags        flags,
                  GCancellable           *cancellable)
{
  g_autoptr (AtlasLegend) self = NULL;
  AtlasLegendSection ground;
  gboolean done = TRUE;

  g_return_val_if_fail (layers != NULL || n_layers == 0, NULL);
  g_return_val_if_fail (view != NULL || (flags & (ATLAS_LEGEND_IN_VIEW | ATLAS_LEGEND_AT_ZOOM)) == 0, NULL);

  self = g_new0 (AtlasLegend, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->flags = flags;
  self->sections = g_array_new (FALSE, FALSE, sizeof (AtlasLegendSection));
  g_array_set_clear_func (self->sections, clear_section);
  self->styles = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_style_unref);

  for (gsize i = n_layers; i > 0 && done; i--)
    {
      AtlasLegendSection section;

      if (layers[i - 1].ground)
        continue;
      section = make_section (layers[i - 1].title, FALSE);
      done = make_layer (self, &section, &layers[i - 1], view, rotation, cancellable);
      take_section (self, &section);
    }
  ground = make_section (_("Basemap"), TRUE);
  for (gsize i = n_layers; i > 0 && done; i--)
    if (layers[i - 1].ground && flags & ATLAS_LEGEND_GROUND)
      done = make_layer (self, &ground, &layers[i - 1], view, rotation, cancellable);
  take_section (self, &ground);

  return done ? g_steal_pointer (&self) : NULL;
}

/* What the section is to be called. */
static const char *
get_other_title (const char        *title,
                 const char *const *titles)
{
  const gsize length = strlen (title);

  for (guint i = 0; titles != NULL && titles[i] != NULL; i++)
    if (strncmp (titles[i], title, length) == 0 && titles[i][length] == '=' && titles[i][length + 1] != '\0')
      return titles[i] + length + 1;

  return title;
}

static void
copy_section (AtlasLegend              *self,
              const AtlasLegendSection *from,
              const char *const        *titles)
{
  AtlasLegendSection to = *from;
  const char *title = get_other_title (from->title, titles);

  to.title = g_strdup (title);
  to.entries = g_array_sized_new (FALSE, FALSE, sizeof (AtlasLegendEntry), from->entries->len);
  g_array_set_clear_func (to.entries, clear_entry);
  for (guint i = 0; i < from->entries->len; i++)
    {
      AtlasLegendEntry entry = g_array_index (from->entries, AtlasLegendEntry, i);

      entry.title = g_strdup (from->single ? get_other_title (entry.title, titles) : entry.title);
      g_array_append_val (to.entries, entry);
    }
  g_array_append_val (self->sections, to);
}

AtlasLegend *
atlas_legend_new_arranged (AtlasLegend       *self,
                           const char *const *order,
                           const char *const *hidden,
                           const char *const *titles,
                           gboolean           ground)
{
  AtlasLegend *arranged;

  g_return_val_if_fail (self != NULL, NULL);

  arranged = g_new0 (AtlasLegend, 1);
  g_atomic_ref_count_init (&arranged->ref_count);
  arranged->flags = self->flags;
  arranged->sections = g_array_new (FALSE, FALSE, sizeof (AtlasLegendSection));
  g_array_set_clear_func (arranged->sections, clear_section);
  arranged->styles = g_ptr_array_ref (self->styles);
  for (guint i = 0; order != NULL && order[i] != NULL; i++)
    for (guint k = 0; k < self->sections->len; k++)
      {
        const AtlasLegendSection *section = atlas_legend_get_section (self, k);

        if (strcmp (section->title, order[i]) == 0 && !(hidden != NULL && g_strv_contains (hidden, section->title)) &&
            !g_strv_contains (order + i + 1, section->title) && (ground || !section->ground))
          copy_section (arranged, section, titles);
      }
  for (guint k = 0; k < self->sections->len; k++)
    {
      const AtlasLegendSection *section = atlas_legend_get_section (self, k);

      if (!(order != NULL && g_strv_contains (order, section->title)) && !(hidden != NULL && g_strv_contains (hidden, section->title)) &&
          (ground || !section->ground))
        copy_section (arranged, section, titles);
    }

  return arranged;
}

AtlasLegend *
atlas_legend_ref (AtlasLegend *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_legend_unref (AtlasLegend *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->sections);
  g_ptr_array_unref (self->styles);
  g_free (self);
}

AtlasLegendFlags
atlas_legend_get_flags (AtlasLegend *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->flags;
}

guint
atlas_legend_get_n_sections (AtlasLegend *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->sections->len;
}

const AtlasLegendSection *
atlas_legend_get_section (AtlasLegend *self,
                          guint        index)
{
  g_return_val_if_fail (self != NULL && index < self->sections->len, NULL);

  return &g_array_index (self->sections, AtlasLegendSection, index);
}

gboolean
atlas_legend_has_counts (AtlasLegend              *self,
                         const AtlasLegendSection *section)
{
  g_return_val_if_fail (self != NULL && section != NULL, FALSE);

  return !section->ground && self->flags & ATLAS_LEGEND_COUNT;
}

/* Far out a spot is a dot, whose colour nobody can tell by itself: the sample is larger then, and else the same. */
static double
get_growth (const AtlasLegendEntry *entry)
{
  const AtlasMarker *marker = &entry->rule.marker;
  double size;

  if (!marker->visible || (!is_point (entry->geometry) && entry->geometry != ATLAS_GEOMETRY_COLLECTION) ||
      marker->size_by.field != NULL)
    return 1.0;
  size = atlas_zoom_ramp_at (&marker->size, entry->zoom);

  return size > 0.0 && size < LEAST_MARKER ? LEAST_MARKER / size : 1.0;
}

void
atlas_legend_entry_paint (const AtlasLegendEntry *entry,
                          cairo_t                *cr,
                          gboolean                dark,
                          double                  width,
                          double                  height)
{
  double growth;

  g_return_if_fail (entry != NULL && cr != NULL);

  growth = entry->density != NULL ? 1.0 : get_growth (entry);
  if (entry->opacity < 1.0)
    cairo_push_group (cr);
  cairo_save (cr);
  cairo_scale (cr, growth, growth);
  if (entry->density != NULL)
    atlas_painter_paint_density_swatch (cr, entry->density, dark, width, height);
  else
    atlas_painter_paint_swatch_for (cr, &entry->rule, entry->geometry, entry->value, entry->zoom, dark, width / growth,
                                    height / growth);
  cairo_restore (cr);
  if (entry->opacity >= 1.0)
    return;
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, entry->opacity);
}
