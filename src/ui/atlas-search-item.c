/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of the search's list: what was found, in words and then as rows.  Text from files is set as text and emphasised with
 * attributes, never with markup.  Main thread. */

#include "ui/atlas-search-item.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-locale.h"
#include "geo/atlas-geodesic.h"
#include "ui/atlas-card-value.h"
#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

#define MOST_GROUPS 6
#define MOST_LAYERS 3
#define MOST_COMMANDS 3

/* Characters of a text before what was matched in it, when it is too long to be shown. */
#define LEAD 12

static void
item_free (gpointer data)
{
  AtlasSearchItem *item = data;

  g_free (item->group);
  g_clear_object (&item->layer);
  g_free (item->title);
  g_free (item->subtitle);
  g_free (item->note);
  g_free (item->action);
  g_free (item);
}

static AtlasSearchItem *
add_item (GPtrArray           *items,
          AtlasSearchItemKind  kind,
          const char          *group,
          char                *title)
{
  AtlasSearchItem *item = g_new0 (AtlasSearchItem, 1);

  item->kind = kind;
  item->group = g_strdup (group);
  item->title = title;
  item->subtitle = g_strdup ("");
  item->note = g_strdup ("");
  item->lon = item->lat = NAN;
  g_ptr_array_add (items, item);
  return item;
}

/* How far it is, no finer than anybody wants to know. */
static char *
dup_distance (double lon1,
              double lat1,
              double lon2,
              double lat2)
{
  const double metres = atlas_geodesic_distance (lon1, lat1, lon2, lat2), step = metres < 1e4 ? 100 : 1000;

  return isfinite (metres) ? atlas_text_distance (round (metres / step) * step) : g_strdup ("");
}

/* -- places ------------------------------------------------------------------------------------------------------ */

/* Why coordinates are what they are taken for. */
static char *
explain_place (const AtlasCoordinates *place)
{
  const char *order = place->form == ATLAS_COORDINATES_GRID
                          ? (place->lat_first ? _("northing first") : _("easting first"))
                          : (place->lat_first ? _("latitude first") : _("longitude first"));
  const char *reason = place->reason == ATLAS_COORDINATES_ONLY_WAY  ? _("the only order that makes sense")
                       : place->reason == ATLAS_COORDINATES_AT_HOME ? _("it lies in the region")
                       : place->reason == ATLAS_COORDINATES_GUESSED ? _("a guess")
                                                                    : NULL;
  g_autofree char *read = NULL, *grid = NULL;

  read = reason != NULL ? g_strdup_printf (C_("order and reason", "Read as %s: %s"), order, reason) : g_strdup ("");
  if (place->form != ATLAS_COORDINATES_GRID)
    return g_steal_pointer (&read);
  grid = g_strdup_printf (_("CGCS2000 Gauss–Krüger, central meridian %d°"), place->meridian);
  return *read != '\0' ? g_strdup_printf ("%s · %s", grid, read) : g_steal_pointer (&grid);
}

static void
add_places (GPtrArray        *items,
            const AtlasFound *found,
            double            lon,
            double            lat)
{
  for (guint i = 0; i < found->coordinates->len; i++)
    {
      const AtlasCoordinates *place = &g_array_index (found->coordinates, AtlasCoordinates, i);
      AtlasSearchItem *item = add_item (items, ATLAS_SEARCH_ITEM_PLACE, _("Coordinates"), atlas_text_place (place->lon, place->lat));

      item->lon = place->lon;
      item->lat = place->lat;
      g_free (item->subtitle);
      item->subtitle = explain_place (place);
      g_free (item->note);
      item->note = dup_distance (lon, lat, place->lon, place->lat);
    }
}

static void
add_milestones (GPtrArray        *items,
                const AtlasFound *found,
                double            lon,
                double            lat)
{
  g_autofree char *k = found->milestones->len > 0 ? atlas_chainage_format (found->milestone) : NULL;

  for (guint r = 0; r < found->milestones->len; r++)
    {
      const AtlasFoundMilestones *road = g_ptr_array_index (found->milestones, r);

      for (guint i = 0; i < road->places->len; i++)
        {
          const AtlasMilestone *place = &g_array_index (road->places, AtlasMilestone, i);
          const char *own = !atlas_locale_is_chinese () && place->name_en != NULL ? place->name_en : place->name;
          g_autofree char *name = atlas_text_show (own != NULL ? own : "", -1, TRUE);
          AtlasSearchItem *item = add_item (items, ATLAS_SEARCH_ITEM_PLACE, _("On the road"), g_strdup_printf ("%s %s", k, name));

          item->is_milestone = TRUE;
          item->lon = place->lon;
          item->lat = place->lat;
          g_free (item->subtitle);
          item->subtitle = atlas_text_place (place->lon, place->lat);
          if (place->distance > 0)
            {
              g_free (item->note);
              item->note = dup_distance (place->lon, place->lat, lon, lat);
            }
        }
    }
}

/* -- features ---------------------------------------------------------------------------------------------------- */

/* A value of the first of @fields that the feature has, in the person's language. */
static char *
dup_value (AtlasLayer        *layer,
           AtlasTable        *table,
           gsize              feature,
           const char *const *fields)
{
  AtlasSchema *schema = atlas_layer_get_schema (layer);

  for (; *fields != NULL; fields++)
    {
      const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_field (schema, *fields) : NULL;
      const int field = atlas_table_find_field (table, *fields);
      char *value = field >= 0 ? atlas_card_value (table, (guint) field, feature, meaning, NULL, TRUE) : NULL;

      if (value != NULL)
        return value;
    }
  return NULL;
}

/* What was matched when it is not the name that is shown: "Alias: …", with the beginning left out when it is far in. */
static char *
dup_matched (AtlasLayer           *layer,
             AtlasTable           *table,
             const AtlasSearchHit *hit)
{
  AtlasSchema *schema = atlas_layer_get_schema (layer);
  const char *name = atlas_table_get_field_name (table, hit->field);
  const AtlasSchemaField *field = schema != NULL ? atlas_schema_find_field (schema, name) : NULL;
  const AtlasSchemaField *twin = field != NULL && field->twin_of != NULL ? atlas_schema_find_field (schema, field->twin_of) : NULL;
  const AtlasSchemaField *meaning = twin != NULL ? twin : field;
  g_autofree char *value = atlas_table_dup_value (table, hit->field, hit->feature);
  const glong length = g_utf8_strlen (value, -1);
  const guint begin = hit->start > LEAD ? hit->start - LEAD : 0;
  g_autofree char *part = g_utf8_substring (value, begin, MIN (length, (glong) begin + 80));
  g_autofree char *shown = atlas_text_show (part, -1, TRUE);
  g_autofree char *label = atlas_text_show (meaning != NULL ? meaning->title : name, -1, TRUE);

  return g_strdup_printf (begin > 0 ? "%s: …%s" : "%s: %s", label, shown);
}

static char *
describe (const AtlasFoundGroup *group,
          const AtlasSearchHit  *hit)
{
  static const char *const counties[] = { "county", "区县", "县区", NULL }, *const grades[] = { "grade", NULL };
  AtlasTable *table = atlas_search_index_get_table (group->index);
  AtlasSchema *schema = atlas_layer_get_schema (group->layer);
  g_autofree char *kind = atlas_search_index_dup_kind (group->index, hit->feature);
  g_autofree char *grade = dup_value (group->layer, table, hit->feature, grades);
  g_autofree char *county = dup_value (group->layer, table, hit->feature, counties);
  const char *field_name = atlas_table_get_field_name (table, hit->field);
  g_autofree char *matched = NULL;
  gboolean told = hit->weight == ATLAS_SEARCH_NAME;
  GString *text = g_string_new (NULL);
  const char *parts[4] = { NULL };

  /* The word of the schema, in the person's language. */
  for (guint i = 0; kind != NULL && schema != NULL && i < atlas_schema_get_n_fields (schema); i++)
    {
      const AtlasSchemaField *field = atlas_schema_get_field (schema, i);
      const char *const names[] = { field->name, NULL };

      if (field->card != ATLAS_SCHEMA_CARD_KIND || field->twin_of != NULL || atlas_table_find_field (table, field->name) < 0)
        continue;
      g_free (kind);
      kind = dup_value (group->layer, table, hit->feature, names);
      told = told || g_str_equal (field->name, field_name);
      break;
    }
  /* What was matched is told where it is not there already. */
  if (!told && !g_strv_contains (counties, field_name) && !g_strv_contains (grades, field_name))
    matched = dup_matched (group->layer, table, hit);
  parts[0] = kind;
  parts[1] = grade;
  parts[2] = county;
  parts[3] = matched;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      {
        if (text->len > 0)
          g_string_append (text, " · ");
        g_string_append (text, parts[i]);
      }
  return g_string_free (text, FALSE);
}

static void
add_features (GPtrArray        *items,
              const AtlasFound *found,
              double            lon,
              double            lat)
{
  for (guint g = 0; g < MIN (found->groups->len, MOST_GROUPS); g++)
    {
      const AtlasFoundGroup *group = g_ptr_array_index (found->groups, g);
      g_autofree char *title = atlas_text_show (atlas_layer_get_title (group->layer), -1, TRUE);

      /* The table may have been replaced since. */
      if (atlas_layer_get_table (group->layer) == NULL
          || atlas_table_get_whole (atlas_layer_get_table (group->layer)) != atlas_search_index_get_table (group->index))
        continue;
      for (guint i = 0; i < group->n_hits; i++)
        {
          const AtlasSearchHit *hit = &group->hits[i];
          g_autofree char *name = atlas_search_index_dup_name (group->index, hit->feature);
          g_autofree char *other = name == NULL ? atlas_table_dup_value (atlas_search_index_get_table (group->index), hit->field, hit->feature) : NULL;
          AtlasSearchItem *item = add_item (items, ATLAS_SEARCH_ITEM_FEATURE, title, atlas_text_show (name != NULL ? name : other, -1, TRUE));

          item->layer = g_object_ref (group->layer);
          item->feature = hit->feature;
          item->group_total = group->total > group->n_hits ? group->total : 0;
          g_free (item->subtitle);
          item->subtitle = describe (group, hit);
          if (atlas_search_index_get_place (group->index, hit->feature, &item->lon, &item->lat))
            {
              g_free (item->note);
              item->note = dup_distance (lon, lat, item->lon, item->lat);
            }
        }
    }
}

static void
add_layers (GPtrArray        *items,
            const AtlasFound *found)
{
  for (guint i = 0; i < MIN (found->layers->len, MOST_LAYERS); i++)
    {
      const AtlasFoundLayer *layer = g_ptr_array_index (found->layers, i);
      AtlasSearchItem *item = add_item (items, ATLAS_SEARCH_ITEM_LAYER, _("Layers"),
                                        atlas_text_show (atlas_layer_get_title (layer->layer), -1, TRUE));

      item->layer = g_object_ref (layer->layer);
    }
}

static void
add_commands (GPtrArray                *items,
              const char               *query,
              const AtlasSearchCommand *commands,
              guint                     n_commands)
{
  g_autoptr (AtlasSearchPattern) pattern = atlas_search_pattern_new (query, FALSE);
  guint n = 0;

  for (guint i = 0; pattern != NULL && atlas_search_pattern_get_length (pattern) > 1 && i < n_commands && n < MOST_COMMANDS; i++)
    if (atlas_search_match_text (pattern, commands[i].title, NULL))
      {
        AtlasSearchItem *item = add_item (items, ATLAS_SEARCH_ITEM_COMMAND, _("Commands"), g_strdup (commands[i].title));

        item->action = g_strdup (commands[i].action);
        g_free (item->note);
        item->note = g_strdup (commands[i].keys != NULL ? commands[i].keys : "");
        n++;
      }
}

GPtrArray *
atlas_search_items_new (const AtlasFound         *found,
                        const AtlasSearchCommand *commands,
                        guint                     n_commands,
                        double                    lon,
                        double                    lat)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (item_free);

  add_places (items, found, lon, lat);
  add_milestones (items, found, lon, lat);
  add_features (items, found, lon, lat);
  add_layers (items, found);
  add_commands (items, found->query, commands, n_commands);
  for (char **name = found->near_names; items->len == 0 && name != NULL && *name != NULL; name++)
    add_item (items, ATLAS_SEARCH_ITEM_NAME, _("Did you mean"), atlas_text_show (*name, -1, TRUE));
  return items;
}

/* -- rows -------------------------------------------------------------------------------------------------------- */

static gboolean
emphasise (PangoAttrList            *attributes,
           const char               *text,
           const AtlasSearchPattern *pattern)
{
  AtlasSearchMatch match;
  PangoAttribute *weight;

  if (!atlas_search_match_text (pattern, text, &match))
    return FALSE;
  weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  weight->start_index = (guint) (g_utf8_offset_to_pointer (text, match.start) - text);
  weight->end_index = (guint) (g_utf8_offset_to_pointer (text, match.start + match.length) - text);
  pango_attr_list_insert (attributes, weight);
  return TRUE;
}

/* The query as a whole, or its words where they stand apart. */
static void
emphasise_all (GtkLabel  *label,
               GPtrArray *patterns)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  for (guint i = 0; i < patterns->len; i++)
    if (emphasise (attributes, gtk_label_get_text (label), g_ptr_array_index (patterns, i)) && i == 0)
      break;
  gtk_label_set_attributes (label, attributes);
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_symbol (const AtlasSearchItem *item)
{
  static const char *const icons[] = { NULL, "mark-location-symbolic", NULL, "system-run-symbolic", "edit-find-symbolic" };
  GtkWidget *symbol;

  if (item->kind == ATLAS_SEARCH_ITEM_FEATURE || item->kind == ATLAS_SEARCH_ITEM_LAYER)
    {
      symbol = g_object_new (ATLAS_TYPE_SWATCH, NULL);
      if (item->kind == ATLAS_SEARCH_ITEM_FEATURE)
        atlas_swatch_show_feature (ATLAS_SWATCH (symbol), item->layer, item->feature);
      else
        atlas_swatch_show_layer (ATLAS_SWATCH (symbol), item->layer);
    }
  else
    symbol = gtk_image_new_from_icon_name (icons[item->kind]);
  gtk_widget_set_size_request (symbol, 24, 24);
  gtk_widget_set_valign (symbol, GTK_ALIGN_CENTER);
  return symbol;
}

GtkWidget *
atlas_search_row_new (const AtlasSearchItem *item,
                      GPtrArray             *patterns)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *title = new_label (item->title, "search-title");
  g_autofree char *told = NULL;

  emphasise_all (GTK_LABEL (title), patterns);
  gtk_box_append (GTK_BOX (texts), title);
  if (*item->subtitle != '\0')
    {
      GtkWidget *subtitle = new_label (item->subtitle, "search-subtitle");

      emphasise_all (GTK_LABEL (subtitle), patterns);
      gtk_box_append (GTK_BOX (texts), subtitle);
    }
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), new_symbol (item));
  gtk_box_append (GTK_BOX (box), texts);
  if (*item->note != '\0')
    {
      GtkWidget *note = new_label (item->note, "search-note");

      gtk_label_set_ellipsize (GTK_LABEL (note), PANGO_ELLIPSIZE_NONE);
      gtk_box_append (GTK_BOX (box), note);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  /* The keyboard stays in the box above. */
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "search-row");
  told = g_strjoin (", ", item->title, *item->subtitle != '\0' ? item->subtitle : item->group, *item->note != '\0' ? item->note : NULL,
                    NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, told, -1);
  return row;
}
