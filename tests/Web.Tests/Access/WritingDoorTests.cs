using CommandCenter.Web.Tests.Host;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Access;

/// <summary>Every door through which something can be written, and the test that shows: denied, and nothing was written.</summary>
[Collection(RunningApp.Name)]
public sealed class WritingDoorTests(CommandCenterApp app)
{
    private static readonly Dictionary<string, string> Doors = new()
    {
        ["POST /api/v1/session"] = nameof(SessionTests.Gives_the_same_answer_for_unknown_wrong_and_locked),
        ["DELETE /api/v1/session"] = nameof(SessionTests.Signs_in_says_who_I_am_and_signs_out),
        ["POST /setup"] = nameof(SetupTests.A_wrong_token_makes_nobody),
        ["POST /account"] = nameof(OwnPageTests.A_form_without_the_right_password_changes_nothing),
        ["POST /api/v1/accounts/"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/import"] = nameof(RosterTests.A_file_with_one_bad_row_makes_nobody),
        ["PATCH /api/v1/accounts/{id}"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/{id}/disable"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/{id}/enable"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/{id}/unlock"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/{id}/password"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/{id}/second-factor/reset"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/{id}/sessions/end"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/{id}/identity"] = nameof(RosterTests.Who_does_not_carry_the_duty_changes_nothing),
        ["POST /api/v1/accounts/{id}/phone/reveal"] = nameof(PhoneTests.Whoever_may_not_list_the_account_is_shown_nothing),
        ["POST /api/v1/tokens/"] = nameof(RosterTests.Nobody_but_the_system_administrator_makes_or_revokes_tokens),
        ["DELETE /api/v1/tokens/{id}"] = nameof(RosterTests.Nobody_but_the_system_administrator_makes_or_revokes_tokens),
        ["POST /api/v1/layers/"] = nameof(Layers.LayerRoutesTests.Nobody_but_staff_makes_a_layer),
        ["PATCH /api/v1/layers/{id}"] = nameof(Layers.LayerRoutesTests.Staff_of_a_county_keeps_layers_of_that_county_alone),
        ["DELETE /api/v1/layers/{id}"] = nameof(Layers.LayerRoutesTests.Staff_of_a_county_keeps_layers_of_that_county_alone),
        ["POST /api/v1/layers/{id}/import"] = nameof(Layers.LayerImportTests.Nobody_but_staff_brings_in_a_file),
        ["POST /api/v1/alarms/steps"] = nameof(Alarms.AlarmRoutesTests.Nobody_without_the_duty_handles_an_alarm_or_keeps_a_rule),
        ["PUT /api/v1/alarm-rules/{id}"] = nameof(Alarms.AlarmRoutesTests.Nobody_without_the_duty_handles_an_alarm_or_keeps_a_rule),
        ["DELETE /api/v1/alarm-rules/{id}"] = nameof(Alarms.AlarmRoutesTests.Nobody_without_the_duty_handles_an_alarm_or_keeps_a_rule),
        ["POST /api/v1/alarm-rules/trial"] = nameof(Alarms.AlarmRoutesTests.Nobody_without_the_duty_handles_an_alarm_or_keeps_a_rule),
        ["POST /api/v1/spatial/within"] = nameof(Layers.SpatialRoutesTests.Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know),
        ["POST /api/v1/spatial/nearest"] = nameof(Layers.SpatialRoutesTests.Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know),
        ["POST /api/v1/spatial/impact"] = nameof(Layers.SpatialRoutesTests.Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know),
        ["POST /api/v1/spatial/point"] = nameof(Layers.SurveyRoutesTests.Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know),
        ["POST /api/v1/spatial/buffer"] = nameof(Layers.SurveyRoutesTests.Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know),
        ["POST /api/v1/spatial/intersect"] = nameof(Layers.SurveyRoutesTests.Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know),
        ["POST /api/v1/spatial/dissolve"] = nameof(Layers.SurveyRoutesTests.Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know),
        ["POST /api/v1/spatial/density"] = nameof(Layers.SurveyRoutesTests.Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know),
        ["POST /ogc/collections/{layer}/export"] = nameof(Layers.SpatialRoutesTests.A_selection_leaves_the_house_masked_marked_and_recorded_and_by_nobody_else),
        ["POST /api/v1/map/prints"] = nameof(OneMap.PrintRoutesTests.What_is_no_picture_is_refused_and_nothing_recorded),
        ["POST /login"] = nameof(LoginPageTests.Refuses_a_form_without_its_antiforgery_token),
        ["POST /logout"] = nameof(LoginPageTests.The_sign_out_button_wants_its_form),
        ["POST /api/v1/telemetry"] = nameof(Sensing.TelemetryEndpointTests.Without_a_token_nothing_is_taken),
        ["POST /api/v1/backups"] = nameof(Operations.OperationsRoutesTests.Makes_no_backup_for_a_stranger_or_a_forged_operator),
        ["POST /internal/nodes/left"] = nameof(Sensing.NodeDoorTests.Nobody_but_a_node_follows_or_brings_readings),
        ["PATCH /api/v1/devices/{id}"] = nameof(Sensing.DeviceRoutesTests.Nobody_but_staff_changes_the_register),
        ["POST /api/v1/devices/{id}/disable"] = nameof(Sensing.DeviceRoutesTests.Nobody_but_staff_changes_the_register),
        ["POST /api/v1/devices/{id}/enable"] = nameof(Sensing.DeviceRoutesTests.Nobody_but_staff_changes_the_register),
        ["PUT /api/v1/devices/{id}/photo"] = nameof(Sensing.DeviceRoutesTests.Nobody_but_staff_changes_the_register),
        ["POST /api/v1/devices/import"] = nameof(Sensing.DeviceRoutesTests.Nobody_but_staff_changes_the_register),
        ["POST /api/v1/devices/{id}/phone/reveal"] = nameof(Sensing.DeviceRoutesTests.A_phone_is_masked_until_somebody_says_why),
        ["POST /api/v1/devices/unknown/{id}/adopt"] = nameof(Sensing.UnknownDevicesTests.What_came_by_a_token_of_the_city_is_not_the_town_s_to_adopt_nor_anybody_s_but_staff),
        ["POST /api/v1/telemetry/dead-letters/replay"] = nameof(Sensing.DeadLetterTests.Nobody_but_staff_of_the_region_sees_replays_or_discards),
        ["POST /api/v1/telemetry/dead-letters/discard"] = nameof(Sensing.DeadLetterTests.Nobody_but_staff_of_the_region_sees_replays_or_discards),
        ["POST /api/v1/telemetry/history"] = nameof(Sensing.HistoryTests.Nobody_brings_a_past_without_a_token_or_for_a_device_of_another_town),
        ["POST /api/v1/video/cameras/{id}/open"] = nameof(Video.VideoRoutesTests.A_town_finds_and_opens_its_own_cameras_alone_and_nothing_else_is_on_record),
        ["POST /api/v1/devices"] = nameof(DeniedWritesTests.Registers_no_device_for_a_caller_without_a_token),
    };

    [Fact]
    public void Every_writing_door_has_a_test_that_denied_means_nothing_written()
    {
        var open = from route in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                   where !IsHub(route) && !IsPageWithoutForm(route)
                   from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
                   where method is not ("GET" or "HEAD" or "OPTIONS")
                   let door = $"{method} /{route.RoutePattern.RawText!.TrimStart('/')}"
                   where !Doors.ContainsKey(door)
                   select door;
        open.ShouldBeEmpty("write the test, then name it in Doors");
    }

    private static bool IsHub(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HubMetadata>() is not null || route.Metadata.GetMetadata<NegotiateMetadata>() is not null
        || route.RoutePattern.RawText!.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal);

    private static bool IsPageWithoutForm(RouteEndpoint route) =>
        route.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page }
        && !page.GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
            .Any(property => property.IsDefined(typeof(SupplyParameterFromFormAttribute), inherit: true));
}
