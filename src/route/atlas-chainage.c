/* SPDX-License-Identifier: GPL-3.0-or-later */
/* K-numbers: their text, and where on the segments of a layer they are.  Made from a table once; any thread reads it. */

#include "route/atlas-chainage.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "route/atlas-route-error.h"
#include "route/atlas-route-names.h"

/* -- text -------------------------------------------------------------------------------------------------------- */

static gboolean
not_a_chainage (const char  *text,
                GError     **error)
{
  g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_CHAINAGE,
               _("“%s” is no K-number. Write the kilometre and the metres below 1000, as in K12+300."), text);
  return FALSE;
}

gboolean
atlas_chainage_parse (const char  *text,
                      double      *metres,
                      GError     **error)
{
  g_autofree char *folded = atlas_route_names_fold (text);
  const char *p = folded;
  gboolean has_k = *p == 'k';
  double value = 0, rest = 0;
  guint digits = 0;

  if (has_k)
    p++;
  for (; g_ascii_isdigit (*p) && digits < 7; p++, digits++)
    value = value * 10 + (*p - '0');
  if (digits == 0)
    return not_a_chainage (text, error);
  value *= 1000;
  if (*p == '+')
    {
      const char *begin = ++p;
      double unit = 1;

      for (; g_ascii_isdigit (*p) && p - begin < 3; p++)
        rest = rest * 10 + (*p - '0');
      if (p == begin)
        return not_a_chainage (text, error);
      if (*p == '.' && g_ascii_isdigit (p[1]))
        for (p++; g_ascii_isdigit (*p); p++)
          rest += (*p - '0') * (unit /= 10);
    }
  else if (!has_k)
    return not_a_chainage (text, error);
  else if (*p == '.' && g_ascii_isdigit (p[1]))
    {
      double unit = 1000;

      for (p++; g_ascii_isdigit (*p); p++)
        rest += (*p - '0') * (unit /= 10);
    }
  if (*p != '\0')
    return not_a_chainage (text, error);
  *metres = value + rest;
  return TRUE;
}

char *
atlas_chainage_format (double metres)
{
  gint64 whole = (gint64) llround (MAX (metres, 0));

  return g_strdup_printf ("K%" G_GINT64_FORMAT "+%03d", whole / 1000, (int) (whole % 1000));
}

/* -- segments ---------------------------------------------------------------------------------------------------- */

struct _AtlasChainage
{
  gatomicrefcount  ref_count;
  AtlasTable      *table;
  GArray          *segments;    /* AtlasChainageSegment; texts are the table's */
  AtlasRouteLine  *all;
};

static void
segment_clear (gpointer data)
{
  atlas_route_line_unref (((AtlasChainageSegment *) data)->line);
}

static double
get_published (AtlasTable *table,
               gsize       feature,
               const char *name)
{
  int field = atlas_table_find_field (table, name);
  double km = field >= 0 ? atlas_table_get_number (table, (guint) field, feature) : NAN;

  return km > 0 && isfinite (km) ? km * 1000 : NAN;
}

static gboolean
get_flag (AtlasTable *table,
          gsize       feature,
          const char *name)
{
  int field = atlas_table_find_field (table, name);

  return field >= 0 && atlas_table_get_field_type (table, (guint) field) == ATLAS_FIELD_BOOLEAN
         && atlas_table_get_integer (table, (guint) field, feature) != 0;
}

/* The runs of a joined line as lines of their own, calibrated; @coords is room that is used again. */
static void
add_runs (AtlasChainage        *self,
          AtlasChainageSegment *like,
          AtlasRouteLine       *joined,
          double                length,
          GArray               *coords)
{
  gsize n = atlas_route_line_get_n_vertices (joined);
  double whole = atlas_route_line_get_drawn_length (joined), run_start = 0, measure = 0;

  g_array_set_size (coords, 0);
  for (gsize i = 0; i <= n; i++)
    {
      double at[2] = { 0, 0 }, next = measure;
      gboolean starts = i == n || atlas_route_line_get_vertex (joined, i, &at[0], &at[1], &next);

      if (starts && coords->len > 0)
        {
          const AtlasRouteStretch stretch = { .segment = self->segments->len, .id = like->id, .name = like->name, .name_en = like->name_en };
          AtlasChainageSegment segment = *like;

          segment.drawn = measure - run_start;
          segment.line = atlas_route_line_new ((const double *) coords->data, coords->len / 2,
                                               atlas_route_line_get_n_runs (joined) > 1 ? length * segment.drawn / whole : length, &stretch,
                                               NULL);
          if (segment.line != NULL)
            {
              segment.drawn = atlas_route_line_get_drawn_length (segment.line);
              segment.length = atlas_route_line_get_length (segment.line);
              segment.factor = segment.length / segment.drawn;
              segment.residual = segment.length - segment.drawn;
              g_array_append_val (self->segments, segment);
            }
          g_array_set_size (coords, 0);
          run_start = next;
        }
      measure = next;
      g_array_append_vals (coords, at, 2);
    }
}

static void
add_feature (AtlasChainage *self,
             gsize          feature,
             int            name_field,
             GArray        *coords)
{
  AtlasTable *table = self->table;
  g_autoptr (AtlasRouteLine) joined = NULL;
  AtlasChainageSegment segment = { .feature = (guint32) feature };
  double length;

  switch (atlas_table_get_geometry_type (table, feature))
    {
    case ATLAS_GEOMETRY_LINE:
    case ATLAS_GEOMETRY_MULTI_LINE:
    case ATLAS_GEOMETRY_COLLECTION:
      joined = atlas_route_line_new_from_feature (table, feature, NULL);
      break;
    default:
      return;
    }
  if (joined == NULL)
    return;
  length = get_published (table, feature, "length_km_official");
  segment.is_published = isfinite (length);
  if (!segment.is_published)
    length = get_published (table, feature, "length_km");
  segment.id = atlas_table_get_id (table, feature);
  segment.name = name_field >= 0 ? atlas_table_get_text (table, (guint) name_field, feature, NULL) : NULL;
  segment.name_en = atlas_route_names_get (table, feature, "name_en");
  segment.section = atlas_route_names_get (table, feature, "section");
  segment.section_en = atlas_route_names_get (table, feature, "section_en");
  segment.role = atlas_route_names_get (table, feature, "role");
  segment.loop = get_flag (table, feature, "loop");
  add_runs (self, &segment, joined, length, coords);
}

AtlasChainage *
atlas_chainage_new (AtlasTable  *table,
                    GError     **error)
{
  g_autoptr (AtlasChainage) self = g_new0 (AtlasChainage, 1);
  g_autoptr (GArray) coords = g_array_new (FALSE, FALSE, sizeof (double));
  AtlasRouteLineBuilder *builder;
  int name_field = atlas_route_names_find_field (table);

  g_atomic_ref_count_init (&self->ref_count);
  self->table = atlas_table_ref (table);
  self->segments = g_array_new (FALSE, FALSE, sizeof (AtlasChainageSegment));
  g_array_set_clear_func (self->segments, segment_clear);
  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    add_feature (self, i, name_field, coords);
  if (self->segments->len == 0)
    {
      g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LINE, _("The layer “%s” has no line to travel along."),
                   atlas_table_get_name (table));
      return NULL;
    }
  builder = atlas_route_line_builder_new ();
  for (guint i = 0; i < self->segments->len; i++)
    {
      const AtlasChainageSegment *segment = &g_array_index (self->segments, AtlasChainageSegment, i);

      atlas_route_line_builder_add (builder, segment->line, 0, segment->length);
    }
  self->all = atlas_route_line_builder_finish (builder, NULL);
  return g_steal_pointer (&self);
}

AtlasChainage *
atlas_chainage_ref (AtlasChainage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_chainage_unref (AtlasChainage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->all, atlas_route_line_unref);
  g_array_unref (self->segments);
  atlas_table_unref (self->table);
  g_free (self);
}

AtlasTable *
atlas_chainage_get_table (AtlasChainage *self)
{
  return self->table;
}

guint
atlas_chainage_get_n_segments (AtlasChainage *self)
{
  return self->segments->len;
}

const AtlasChainageSegment *
atlas_chainage_get_segment (AtlasChainage *self,
                            guint          index)
{
  g_return_val_if_fail (index < self->segments->len, NULL);
  return &g_array_index (self->segments, AtlasChainageSegment, index);
}

AtlasRouteLine *
atlas_chainage_get_all (AtlasChainage *self)
{
  return self->all;
}

const AtlasChainageSegment *
atlas_chainage_nearest (AtlasChainage  *self,
                        double          lon,
                        double          lat,
                        double         *chainage,
                        AtlasRouteFoot *foot)
{
  AtlasRouteFoot on_all;
  const AtlasChainageSegment *segment;

  atlas_route_line_nearest (self->all, lon, lat, &on_all);
  *chainage = atlas_route_line_get_chainage (self->all, on_all.stretch, on_all.measure);
  segment = &g_array_index (self->segments, AtlasChainageSegment, atlas_route_line_get_stretch (self->all, on_all.stretch)->segment);
  if (foot != NULL)
    {
      atlas_route_line_nearest (segment->line, lon, lat, foot);
      *chainage = foot->measure;
    }
  return segment;
}

gboolean
atlas_chainage_check (AtlasRouteLine  *line,
                      const char      *name,
                      double          *metres,
                      GError         **error)
{
  double length = atlas_route_line_get_length (line);
  g_autofree char *wanted = NULL, *end = NULL;

  if (*metres <= length + 0.5)
    {
      *metres = CLAMP (*metres, 0, length);
      return TRUE;
    }
  wanted = atlas_chainage_format (*metres);
  end = atlas_chainage_format (length);
  g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_PAST_END, _("%s is past the end of “%s”, which is %.3f km long and ends at %s."),
               wanted, name, length / 1000, end);
  return FALSE;
}

/* -- by name ----------------------------------------------------------------------------------------------------- */

/* What of a segment is compared with a name, the most telling first. */
enum
{
  BY_ID,
  BY_NAME,
  BY_SECTION,
  BY_LOOP,
  BY_ROLE,
  N_BY,
};

static gboolean
is_called (const char *text,
           const char *wanted,
           gboolean    part)
{
  g_autofree char *folded = text != NULL ? atlas_route_names_fold (text) : NULL;

  return folded != NULL && (part ? strstr (folded, wanted) != NULL : strcmp (folded, wanted) == 0);
}

static gboolean
segment_is (const AtlasChainageSegment *segment,
            guint                       by,
            const char                 *wanted,
            gboolean                    part)
{
  switch (by)
    {
    case BY_ID:
      return is_called (segment->id, wanted, part);
    case BY_NAME:
      return is_called (segment->name, wanted, part) || is_called (segment->name_en, wanted, part);
    case BY_SECTION:
      return is_called (segment->section, wanted, part) || is_called (segment->section_en, wanted, part);
    case BY_LOOP:
      return segment->loop && !part
             && (is_called ("环线", wanted, FALSE) || is_called ("浊漳河环线", wanted, FALSE) || is_called ("loop", wanted, FALSE));
    default:
      return !part && is_called (segment->role, wanted, FALSE);
    }
}

static GArray *
find_segments (AtlasChainage *self,
               guint          by,
               const char    *wanted,
               gboolean       part)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->segments->len; i++)
    if (segment_is (&g_array_index (self->segments, AtlasChainageSegment, i), by, wanted, part))
      g_array_append_val (found, i);
  return g_steal_pointer (&found);
}

static AtlasRouteLine *
join_segments (AtlasChainage *self,
               GArray        *which)
{
  g_autofree AtlasRouteLine **lines = g_new (AtlasRouteLine *, which->len);

  for (guint i = 0; i < which->len; i++)
    lines[i] = g_array_index (self->segments, AtlasChainageSegment, g_array_index (which, guint, i)).line;
  return which->len == 1 ? atlas_route_line_ref (lines[0]) : atlas_route_line_new_joined (lines, which->len);
}

/* Whether all that was found is one thing: the segments of one name, or of one section. */
static gboolean
is_one (AtlasChainage *self,
        GArray        *which,
        guint          by)
{
  for (guint i = 1; i < which->len; i++)
    {
      const AtlasChainageSegment *a = &g_array_index (self->segments, AtlasChainageSegment, g_array_index (which, guint, 0));
      const AtlasChainageSegment *b = &g_array_index (self->segments, AtlasChainageSegment, g_array_index (which, guint, i));

      if (by == BY_SECTION ? g_strcmp0 (a->section, b->section) != 0 : a->feature != b->feature)
        return FALSE;
    }
  return which->len > 0;
}

/* What people call the whole road, which no segment is called. */
static gboolean
is_whole_road (const char *wanted)
{
  static const char *const words[] = { "太行一号旅游公路", "太行一号公路", "太行一号全线", "太行1号", "太行1号旅游公路", "全线",
                                       "taihangno.1touristroad", "taihangno.1road" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i], wanted) == 0)
      return TRUE;
  return FALSE;
}

static void
set_network (AtlasChainage  *self,
             const char     *name,
             GError        **error)
{
  g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LINE,
               _("“%s” is a network of %u segments, not one line. Name a segment or a section, or say from where to where."), name,
               self->segments->len);
}

static void
set_ambiguous (AtlasChainage  *self,
               const char     *name,
               GArray         *which,
               guint           by,
               GError        **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint listed = 0;

  for (guint i = 0; i < which->len && listed < 8; i++)
    {
      const AtlasChainageSegment *segment = &g_array_index (self->segments, AtlasChainageSegment, g_array_index (which, guint, i));
      const char *text = by == BY_SECTION ? segment->section : by == BY_ID || segment->name == NULL ? segment->id : segment->name;

      if (text == NULL || !g_hash_table_add (known, (gpointer) text))
        continue;
      if (listed++ > 0)
        g_string_append (list, C_("between names", ", "));
      g_string_append_printf (list, C_("a name", "“%s”"), text);
    }
  g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_AMBIGUOUS, _("“%s” may be any of %s. Write one of them in full."), name,
               list->str);
}

static void
set_unknown (AtlasChainage  *self,
             const char     *name,
             GError        **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *near = NULL;

  for (guint i = 0; i < self->segments->len; i++)
    {
      const AtlasChainageSegment *segment = &g_array_index (self->segments, AtlasChainageSegment, i);

      g_ptr_array_add (names, (gpointer) segment->section);
      g_ptr_array_add (names, (gpointer) segment->section_en);
      g_ptr_array_add (names, (gpointer) segment->name);
      g_ptr_array_add (names, (gpointer) segment->id);
    }
  near = atlas_route_names_suggest (name, (const char *const *) names->pdata, names->len);
  if (*near != '\0')
    g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN, _("No segment or section of the road is called “%s”. Did you mean %s?"),
                 name, near);
  else
    g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN,
                 _("No segment or section of the road is called “%s”. Give an id such as “%s”, a name or a section."), name,
                 g_array_index (self->segments, AtlasChainageSegment, 0).id);
}

AtlasRouteLine *
atlas_chainage_find (AtlasChainage  *self,
                     const char     *name,
                     GError        **error)
{
  g_autofree char *wanted = atlas_route_names_fold (name);

  if (*wanted == '\0')
    {
      set_unknown (self, name, error);
      return NULL;
    }
  for (guint by = 0; by < N_BY; by++)
    {
      g_autoptr (GArray) found = find_segments (self, by, wanted, FALSE);

      if (found->len > 0)
        return join_segments (self, found);
    }
  for (guint by = BY_SECTION + 1; by-- > 0;)
    {
      g_autoptr (GArray) found = find_segments (self, by, wanted, TRUE);

      if (is_one (self, found, by))
        return join_segments (self, found);
      if (found->len == self->segments->len && found->len > 1)
        {
          set_network (self, name, error);
          return NULL;
        }
      if (found->len > 0)
        {
          set_ambiguous (self, name, found, by, error);
          return NULL;
        }
    }
  if (self->segments->len > 1 && is_whole_road (wanted))
    set_network (self, name, error);
  else
    set_unknown (self, name, error);
  return NULL;
}
